using BenchmarkDotNet.Running;
using SbertRepro.Benchmarks;
using SbertRepro.Evaluation;

const string Help = """
    Benchmarks of our own hot spots. Build with -c Release.

      encoding [options]                BERT-base shapes on the sentences of STS-B test: fp32 and bf16, naive and length-batched, beside the matrix product rate
                                        of the same run; saved for the report
      onnx [options]                    the same sentences: libtorch bf16 against ONNX Runtime in fp32 and int8; saved for the report
          --passes N, --sentences N, --results FOLDER
      training [--steps N]              SBERT-NLI steps on the mini-BERT: TorchSharp's optimiser per tensor against ours, alternating
      transfer [--tasks CR,...|all]     the transfer tasks on static vectors: accuracy and time of the classifiers
          --compare FOLDS               also torch's training, one classifier at a time, on so many folds
      neighbours [options]              the 10 nearest of 1,000,000 vectors of 256: exact in three precisions, and FAISS where it is built
          --count N, --queries N, --no-hnsw
      gate [--runs N]                   plants known effects and counts how often the regression gate speaks up; saved for the report
          --processes N, --results FOLDER   (N runs of each scenario with real processes, about a minute a run)
      micro [BenchmarkDotNet options]   tokenisation, batching, products, pooling, top ten, correlation, bootstrap (--filter '*' runs all)
    """;

try
{
    switch (args)
    {
        case ["encoding", .. var rest]:
            return EncodingSpeed.Run(rest);
        case ["onnx", .. var rest]:
            return OnnxSpeed.Run(rest);
        case ["training", .. var rest]:
            return TrainingSpeed.Run(rest);
        case ["transfer", .. var rest]:
            return TransferSpeed.Run(rest);
        case ["neighbours", .. var rest]:
            return SearchSpeed.Neighbours(rest);
        case ["gate", .. var rest]:
            return GateBench.Run(rest);
        case ["micro", .. var rest]:
            return BenchmarkSwitcher.FromAssembly(typeof(EncodingSpeed).Assembly).Run(rest).Any() ? 0 : 1;
        case ["--help" or "-h"]:
            Console.WriteLine(Help);
            return 0;
        default:
            Console.Error.WriteLine(Help);
            return 2;
    }
}
catch (ActionableException error)
{
    Console.Error.WriteLine($"benchmarks: {error.Message}");
    return error is UsageException ? 2 : 1;
}
