using System.Diagnostics;
using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(SbertRepro.Browser.Tests.PublishedReport))]

namespace SbertRepro.Browser.Tests;

/// <summary>The report of this repository's results, made once by the program itself, and a headless Chromium to open it from disk with.</summary>
public sealed class PublishedReport : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private readonly TemporaryFolder _folder = new();

    private IPlaywright? _playwright;

    private IBrowser? _browser;

    private static string? Chromium { get; } = Environment.GetEnvironmentVariable("SBERT_REPRO_CHROMIUM") is { Length: > 0 } named ? named
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    public async ValueTask InitializeAsync()
    {
        if (Chromium is null) return;
        Render(_folder.Path);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = ["--no-sandbox"] });
    }

    /// <summary>A fresh tab with the page loaded. Skips the test where there is no browser.</summary>
    /// <param name="width">Of the window, CSS pixels.</param>
    /// <param name="scheme">Light or dark.</param>
    /// <param name="script">Whether the page's script may run.</param>
    /// <param name="before">Called before the page is loaded.</param>
    public async Task<IPage> OpenAsync(int width = 1280, ColorScheme scheme = ColorScheme.Light, bool script = true, Action<IPage>? before = null)
    {
        Assert.SkipWhen(_browser is null, "no Chromium on the path; apt-get install chromium, or set SBERT_REPRO_CHROMIUM");
        var page = await _browser!.NewPageAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme, JavaScriptEnabled = script });
        before?.Invoke(page);
        await page.GotoAsync(new Uri(Path.Combine(_folder.Path, "index.html")).AbsoluteUri);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        _folder.Dispose();
    }

    private static void Render(string folder)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "sbert-repro.dll"), "report", "--results", Path.Combine(SharedFolder.RepositoryRoot, "results"), "-o", folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output.Result + errors);
    }
}
