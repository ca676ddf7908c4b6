using Xunit;

namespace SbertRepro.Encoders.Tests.Training;

/// <summary>Tests that count live tensors or set the number of torch's threads: alone in the process while they run.</summary>
[CollectionDefinition(nameof(AloneInTheProcess), DisableParallelization = true)]
public sealed class AloneInTheProcess;
