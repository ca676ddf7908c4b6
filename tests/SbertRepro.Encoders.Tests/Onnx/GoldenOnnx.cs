using SbertRepro.Encoders.Onnx;
using SbertRepro.Encoders.Tests.Models;
using static TorchSharp.torch;

namespace SbertRepro.Encoders.Tests.Onnx;

/// <summary>The reference model in torch and, exported, in ONNX Runtime.</summary>
internal sealed class GoldenOnnx : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly GoldenBert _golden = new();
    private OnnxModel? _model;

    public GoldenOnnx() => Bert = BertCheckpoint.Load(_golden.Folder, withPooler: true);

    public Bert Bert { get; }

    /// <summary>Six padded pairs.</summary>
    public BertInput Input => _golden.Forward;

    public TorchSharp.Modules.Linear Classifier()
    {
        using var noGrad = no_grad();
        var classifier = nn.Linear(Bert.Config.HiddenSize, 1);
        classifier.weight!.copy_(_golden.Floats("cross.classifier.weight"));
        classifier.bias!.copy_(_golden.Floats("cross.classifier.bias"));
        return classifier;
    }

    public Tensor Logits => _golden.Floats("cross.logit");

    public string Write(ModelProto model)
    {
        OnnxExport.Write(model, _folder.Path);
        return _folder.File(OnnxModel.FileName);
    }

    public Tensor Run(ModelProto model, string output, BertInput input)
    {
        Write(model);
        _model?.Dispose();
        _model = OnnxModel.Open(_folder.Path, new OnnxOptions());
        return Run(output, input);
    }

    /// <summary>Runs the model that was opened last.</summary>
    public Tensor Run(string output, BertInput input)
    {
        var mask = input.Mask?.flatten().data<bool>().ToArray();
        var (values, shape) = _model!.Run(output, new BatchArrays(input.Ids.shape, Longs(input.Ids), mask, input.Segments is null ? null : Longs(input.Segments)));
        return tensor(values, shape);

        static long[] Longs(Tensor values) => values.flatten().data<long>().ToArray();
    }

    public void Dispose()
    {
        _model?.Dispose();
        Bert.Dispose();
        _golden.Dispose();
        _folder.Dispose();
    }
}
