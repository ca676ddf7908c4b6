using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using SbertRepro.Evaluation;

namespace SbertRepro.Encoders.Onnx;

/// <summary>A float32 output of a model.</summary>
/// <param name="Values">Row-major.</param>
/// <param name="Shape">Batch first.</param>
internal sealed record OnnxOutput(float[] Values, long[] Shape);

/// <summary>A transformer in ONNX Runtime, ours or anybody's: knows which input is which by its name.</summary>
internal sealed class OnnxModel : IDisposable
{
    public const string FileName = "model.onnx";

    private enum Role { Ids, Mask, Segments }

    private readonly string _path;
    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new() { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
    private readonly (string Name, Role Role, TensorElementType Type)[] _inputs;

    private OnnxModel(string path, InferenceSession session)
    {
        (_path, _session) = (path, session);
        _inputs = [.. session.InputMetadata.Select(input => (input.Key, RoleOf(input.Key, input.Value), input.Value.ElementDataType))];
        foreach (var role in new[] { Role.Ids, Role.Mask })
            if (!_inputs.Any(input => input.Role == role)) throw Unusable(role == Role.Ids ? "no input takes token ids" : "no input takes the attention mask");
        if (_inputs.DistinctBy(input => input.Role).Count() < _inputs.Length) throw Unusable("two inputs seem to take the same thing");
    }

    /// <summary>Name and rank of every output that holds float32 numbers; the rank is 0 where the model does not say.</summary>
    public IEnumerable<(string Name, int Rank)> FloatOutputs => _session.OutputMetadata
        .Where(output => output.Value.IsTensor && output.Value.ElementDataType == TensorElementType.Float)
        .Select(output => (output.Key, output.Value.Dimensions.Length));

    /// <exception cref="ActionableException">There is no model, it is broken, or its inputs are not those of a BERT.</exception>
    public static OnnxModel Open(string folder, OnnxOptions options)
    {
        var path = Find(folder, options.File);
        var session = OnnxSession.Open(path, options);
        try
        {
            return new OnnxModel(path, session);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Longest input in tokens: what config.json says, else BERT's 512. Nothing more is read there: any architecture that reads BERT's tokens may have been exported.</summary>
    public static int MaxPositions(string folder)
    {
        var path = Path.Combine(folder, "config.json");
        return File.Exists(path) && SentenceTransformerFolder.Json(path).TryGetProperty("max_position_embeddings", out var positions)
            ? positions.GetInt32()
            : BertConfig.Base.MaxPositions;
    }

    /// <summary>Runs one batch; computes what <paramref name="output"/> needs and nothing else.</summary>
    public OnnxOutput Run(string output, BatchArrays batch)
    {
        OrtValue[] inputs = [.. _inputs.Select(input => Tensor(input.Type, ValuesOf(input.Role, batch), batch.Shape))];
        try
        {
            using var outputs = _session.Run(_runOptions, [.. _inputs.Select(input => input.Name)], inputs, [output]);
            return new OnnxOutput(outputs[0].GetTensorDataAsSpan<float>().ToArray(), outputs[0].GetTensorTypeAndShape().Shape);
        }
        catch (OnnxRuntimeException failure)
        {
            throw Unusable($"ONNX Runtime stopped with \"{failure.Message.Split('\n')[0].Trim()}\"", failure);
        }
        finally
        {
            foreach (var input in inputs) input.Dispose();
        }
    }

    public ActionableException Unusable(string reason, Exception? inner = null) => new(
        $"the model cannot be used: {reason}. Inputs: {Listing(_session.InputMetadata)}. Outputs: {Listing(_session.OutputMetadata)}", _path,
        "integers (batch, sequence) named like input_ids, attention_mask and maybe token_type_ids; a float output (batch, dimension) or (batch, sequence, dimension)",
        inner: inner);

    public void Dispose()
    {
        _runOptions.Dispose();
        _session.Dispose();
    }

    private static string Find(string folder, string? file)
    {
        string[] places = file is null ? [FileName, Path.Combine("onnx", FileName)] : [file];
        return places.Select(place => Path.Combine(folder, place)).FirstOrDefault(File.Exists)
            ?? throw new ActionableException($"no {string.Join(" and no ", places)}", folder, "a model in the ONNX format");
    }

    // Exporters agree on the words, not on the names: input_mask, segment_ids, input_type_ids, "attention_mask:0".
    private Role RoleOf(string name, NodeMetadata input)
    {
        if (input.ElementDataType is not (TensorElementType.Int64 or TensorElementType.Int32)) throw Unusable($"input {name} does not take integers");
        if (input.Dimensions.Length != 2 || input.Dimensions.Any(extent => extent > 0)) throw Unusable($"input {name} does not take (batch, sequence) of any extent");
        return name switch
        {
            _ when name.Contains("mask", StringComparison.OrdinalIgnoreCase) => Role.Mask,
            _ when name.Contains("type", StringComparison.OrdinalIgnoreCase) || name.Contains("segment", StringComparison.OrdinalIgnoreCase) => Role.Segments,
            _ when name.Contains("position", StringComparison.OrdinalIgnoreCase) => throw Unusable($"nothing is known for input {name}"),
            _ when name.Contains("ids", StringComparison.OrdinalIgnoreCase) || name.Contains("input", StringComparison.OrdinalIgnoreCase) => Role.Ids,
            _ => throw Unusable($"nothing is known for input {name}"),
        };
    }

    private static long[] ValuesOf(Role role, BatchArrays batch) => role switch
    {
        Role.Ids => batch.Ids,
        Role.Mask => batch.Mask is null ? [.. Enumerable.Repeat(1L, batch.Ids.Length)] : Array.ConvertAll(batch.Mask, counts => counts ? 1L : 0L),
        _ => batch.Segments ?? new long[batch.Ids.Length],
    };

    private static OrtValue Tensor(TensorElementType type, long[] values, long[] shape) => type == TensorElementType.Int32
        ? OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, value => (int)value), shape)
        : OrtValue.CreateTensorValueFromMemory(values, shape);

    private static string Listing(IReadOnlyDictionary<string, NodeMetadata> values) => string.Join(", ", values.Select(value => value.Value.IsTensor
        ? $"{value.Key} {value.Value.ElementDataType} [{string.Join(", ", value.Value.Dimensions.Select(extent => extent < 0 ? "?" : $"{extent}"))}]"
        : $"{value.Key} {value.Value.OnnxValueType}"));
}
