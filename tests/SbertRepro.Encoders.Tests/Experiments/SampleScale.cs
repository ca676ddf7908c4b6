using SbertRepro.Evaluation.Artifacts;
using SbertRepro.Evaluation.Results;
using SbertRepro.Experiments;
using SbertRepro.Experiments.Training;

namespace SbertRepro.Encoders.Tests.Experiments;

/// <summary>The surroundings of a run at sample scale, all of it below a folder of the test.</summary>
internal sealed class SampleScale(TemporaryFolder folder, int threads = 1)
{
    public Setting Setting { get; } = new(Scale.Sample, "cpu", "cpu", "fp32", threads, Machine.Read());

    public Sources Sources { get; } = new(
        new ArtifactStore(Catalog.LoadDefault(), new ArtifactOptions(folder.File("cache"), null, true)), Path.Combine(SharedFolder.RepositoryRoot, "datasets", "sample"));

    public ThisProcess Process => new(Setting, "test");

    public Opening Opening => new(Setting, new TrainedModels(folder.File("trained"), Setting, Sources, new RecordStore<TrainingRecord>(folder.Path)), Process.Describe);
}
