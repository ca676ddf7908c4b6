using Microsoft.ML.OnnxRuntime;
using SbertRepro.Evaluation;

namespace SbertRepro.Encoders.Onnx;

/// <summary>Opens ONNX Runtime sessions, and turns their failures into one sentence with a remedy.</summary>
internal static class OnnxSession
{
    public static InferenceSession Open(string path, OnnxOptions options)
    {
        using var settings = Settings(options);
        try
        {
            return new InferenceSession(path, settings);
        }
        catch (OnnxRuntimeException failure)
        {
            throw new ActionableException($"ONNX Runtime refuses it ({FirstLine(failure)})", path, "a whole model in the ONNX format", "export or fetch it again", failure);
        }
    }

    private static SessionOptions Settings(OnnxOptions options)
    {
        // What goes wrong is thrown; the log would say it a second time, on standard error.
        var settings = new SessionOptions
        {
            GraphOptimizationLevel = options.Optimization,
            IntraOpNumThreads = options.Threads,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        // Unsigned weights, whose sums do not saturate. Only where they must be: ONNX Runtime takes them on some processors with VNNI too, where int8 then is no faster than float32.
        if (ByteProducts.Saturate) settings.AddSessionConfigEntry("session.x64quantprecision", "1");
        // Idle threads stop instead of spinning: they share the cores with the tokeniser, and in one process with libtorch.
        settings.AddSessionConfigEntry("session.force_spinning_stop", "1");
        if (options.Cuda) AppendCuda(settings);
        return settings;
    }

    private static void AppendCuda(SessionOptions settings)
    {
        try
        {
            settings.AppendExecutionProvider_CUDA();
        }
        catch (Exception failure) when (failure is OnnxRuntimeException or EntryPointNotFoundException)
        {
            settings.Dispose();
            throw new ActionableException(
                $"ONNX Runtime has no CUDA here ({FirstLine(failure)})", next: "build with -p:Accelerator=cuda on a machine with a CUDA device", inner: failure);
        }
    }

    private static string FirstLine(Exception failure) => failure.Message.Split('\n')[0].Trim();
}
