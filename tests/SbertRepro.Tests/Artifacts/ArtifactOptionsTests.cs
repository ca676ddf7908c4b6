using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Artifacts;
using Xunit;

namespace SbertRepro.Tests.Artifacts;

public sealed class ArtifactOptionsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_cache_is_named_by_the_nearest_variable()
    {
        Assert.Equal("/home/me/.cache/sbert-repro", From(("HOME", "/home/me")).CacheFolder);
        Assert.Equal("/xdg/sbert-repro", From(("HOME", "/home/me"), ("XDG_CACHE_HOME", "/xdg")).CacheFolder);
        Assert.Equal("/own", From(("XDG_CACHE_HOME", "/xdg"), ("SBERT_REPRO_CACHE", "/own")).CacheFolder);
        Assert.Equal("/xdg/sbert-repro", From(("XDG_CACHE_HOME", "/xdg"), ("SBERT_REPRO_CACHE", "")).CacheFolder);
    }

    [Fact]
    public void The_mirror_beside_the_repository_is_found_from_any_folder_inside()
    {
        var inside = Directory.CreateDirectory(folder.File("repository/src/deep")).FullName;
        File.WriteAllText(folder.File("repository/SbertRepro.sln"), "");
        Assert.Null(ArtifactOptions.FromEnvironment(false, inside, _ => null).MirrorFolder);
        var mirror = Directory.CreateDirectory(folder.File("shared/mirror")).FullName;
        Assert.Equal(mirror, ArtifactOptions.FromEnvironment(false, inside, _ => null).MirrorFolder);
        Assert.Null(ArtifactOptions.FromEnvironment(false, folder.Path, _ => null).MirrorFolder);
    }

    [Fact]
    public void A_mirror_that_is_named_but_missing_is_a_usage_error()
    {
        var error = Assert.Throws<UsageException>(() => From(("SBERT_REPRO_MIRROR", folder.File("nowhere"))));
        Assert.Contains("SBERT_REPRO_MIRROR names", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_hub_is_named_by_our_variable_before_theirs()
    {
        Assert.Equal(new Uri("http://hub.local/x/"), From(("HF_ENDPOINT", "http://hub.local/x")).HuggingFaceEndpoint);
        Assert.Equal(new Uri("http://ours/"), From(("HF_ENDPOINT", "http://theirs"), ("SBERT_REPRO_HF_ENDPOINT", "http://ours/")).HuggingFaceEndpoint);
        Assert.Throws<UsageException>(() => From(("HF_ENDPOINT", "hub.local")));
    }

    private ArtifactOptions From(params (string Name, string Value)[] variables) => ArtifactOptions.FromEnvironment(
        offline: false, folder.Path, name => variables.FirstOrDefault(variable => variable.Name == name).Value);
}
