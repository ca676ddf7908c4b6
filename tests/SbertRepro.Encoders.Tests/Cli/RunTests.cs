using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using SbertRepro.Encoders.Tests.Models;
using Xunit;

namespace SbertRepro.Encoders.Tests.Cli;

public sealed partial class RunTests : IDisposable
{
    // A system without torch and one with it; nothing is trained.
    private static readonly string[] Quick = ["--scale", "sample", "--system", "bag-of-words", "--system", "mini-bert-mean"];

    private readonly CliProcess _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void A_second_run_computes_nothing()
    {
        var first = Run();
        var before = Snapshot();
        var second = Run();

        Assert.True(first.GetProperty("computed").GetInt32() > 0);
        Assert.Equal(0, second.GetProperty("computed").GetInt32());
        Assert.Equal(before, Snapshot());
    }

    [Fact]
    public void Why_names_the_input_that_changed()
    {
        Run();
        var file = ResultFiles().First();
        var text = File.ReadAllText(file);
        var dataset = text[(text.IndexOf("\"data/", StringComparison.Ordinal) + 1)..];
        dataset = dataset[..dataset.IndexOf('"', StringComparison.Ordinal)];
        var hash = text[(text.IndexOf($"\"{dataset}\": \"", StringComparison.Ordinal) + dataset.Length + 5)..][..64];
        File.WriteAllText(file, text.Replace(hash, new string('0', 64), StringComparison.Ordinal));

        var why = _cli.Run(["why", .. Quick]);

        Assert.Equal(0, why.ExitCode);
        Assert.Contains("1 input changed:", why.Output, StringComparison.Ordinal);
        Assert.Contains($"{dataset}: 000000000000 -> {hash[..12]}", why.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stored_cell_of_another_edition_of_its_dataset_is_not_compared()
    {
        Run();
        var claims = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(ResultFiles()[0]))!, "claim");
        Assert.Contains(Directory.EnumerateFiles(claims), file => Path.GetFileName(file).StartsWith("glove-over-mean", StringComparison.Ordinal));
        Directory.Delete(claims, recursive: true);
        var mean = ResultFiles().Single(file => file.Contains("mini-bert-mean", StringComparison.Ordinal));
        File.WriteAllText(mean, Regex.Replace(File.ReadAllText(mean), "(\"predictions\": \")[^\"]+", $"$1{Convert.ToBase64String(new byte[sizeof(float)])}"));

        var run = _cli.Run(["run", "--scale", "sample", "--system", "bag-of-words"]);

        Assert.Equal(0, run.ExitCode);
        Assert.False(Directory.Exists(claims));
    }

    [Fact]
    public void A_corrupt_result_file_is_kept_aside_reported_and_computed_again()
    {
        Run();
        var before = Scores();
        var file = ResultFiles().First();
        File.WriteAllText(file, "{ \"schema\": 1, ");

        var run = _cli.Run(["run", .. Quick]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("warning:", run.Errors, StringComparison.Ordinal);
        Assert.Contains(file, run.Errors, StringComparison.Ordinal);
        Assert.True(File.Exists(file + ".corrupt"));
        Assert.Equal(before, Scores());
    }

    [Fact]
    public void A_run_killed_at_any_moment_is_continued_to_the_same_results()
    {
        using var other = new CliProcess();
        other.Run(["run", .. Quick]);
        var expected = Scores(other.Folder);

        foreach (var milliseconds in new[] { 150, 250, 350, 500, 700 })
        {
            using var process = _cli.Start(["run", .. Quick]);
            process.WaitForExit(milliseconds);
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            Assert.All(ResultFiles(), file => JsonDocument.Parse(File.ReadAllText(file)).Dispose());
        }
        var last = _cli.Run(["run", .. Quick]);

        Assert.Equal(0, last.ExitCode);
        Assert.Equal(expected, Scores());
        Assert.Empty(Directory.EnumerateFiles(_cli.Folder, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public void Two_runs_at_once_lose_no_cell()
    {
        var both = new[] { _cli.Start(["run", .. Quick]), _cli.Start(["run", .. Quick]) };
        Assert.All(both.Select(CliProcess.Finish).ToArray(), run => Assert.Equal(0, run.ExitCode));

        Assert.Equal(0, Run().GetProperty("computed").GetInt32());
    }

    [Fact]
    public void Flipping_one_byte_of_the_weights_makes_exactly_that_systems_cells_stale()
    {
        var model = Path.Combine(_cli.Folder, "tiny");
        TinyModel.Write(model);
        string[] both = ["--scale", "sample", "--system", "bag-of-words", "--system", model];
        var first = _cli.Run(["run", .. both]);
        Assert.True(first.ExitCode == 0, first.Errors);

        var weights = Path.Combine(model, "model.safetensors");
        var bytes = File.ReadAllBytes(weights);
        bytes[^1] ^= 1;
        File.WriteAllBytes(weights, bytes);

        var cells = JsonDocument.Parse(_cli.Run(["plan", "--json", .. both]).Output).RootElement.GetProperty("cells").EnumerateArray().ToList();
        Assert.All(cells, cell => Assert.Equal(cell.GetProperty("system").GetString() == "bag-of-words" ? "fresh" : "stale", cell.GetProperty("state").GetString()));
        Assert.All(cells.Where(cell => cell.GetProperty("state").GetString() == "stale"),
            cell => Assert.StartsWith("model/model.safetensors:", Assert.Single(cell.GetProperty("changes").EnumerateArray().Select(change => change.GetString()))));
    }

    [Fact]
    public void A_failing_system_ends_with_1_and_the_others_still_run()
    {
        var model = Path.Combine(_cli.Folder, "broken");
        TinyModel.Write(model);
        File.WriteAllText(Path.Combine(model, "model.safetensors"), "not weights");

        var run = _cli.Run("run", "--scale", "sample", "--system", model, "--system", "bag-of-words");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("failed: table1 local-broken", run.Output, StringComparison.Ordinal);
        Assert.Contains(ResultFiles(), file => file.Contains("bag-of-words", StringComparison.Ordinal));
    }

    [Fact]
    public void The_numbers_do_not_depend_on_the_culture()
    {
        Run();
        var expected = Scores();
        using var german = new CliProcess();
        german.Environment["LC_ALL"] = "de_DE.UTF-8";
        var run = german.Run(["run", .. Quick]);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(expected, Scores(german.Folder));
        Assert.DoesNotContain('\u001b', run.Output);
    }

    // To the bit without torch. With it, one thread and two differed by 1e-9 on an Intel Xeon: sums in another order round differently.
    [Fact]
    public void The_number_of_threads_changes_no_digit_that_is_printed()
    {
        const double TenthOfLastDigit = 1e-5; // of 45.18, stored as 0.4518
        Run();
        using var single = new CliProcess();
        Assert.Equal(0, single.Run(["run", .. Quick, "--threads", "1"]).ExitCode);

        Assert.Equal(WithoutTorch(Scores()), WithoutTorch(Scores(single.Folder)));
        var (two, one) = (string.Join('\n', Scores(predictions: false)), string.Join('\n', Scores(single.Folder, predictions: false)));
        Assert.Equal(Number().Replace(two, "#"), Number().Replace(one, "#"));
        Assert.All(Values(two).Zip(Values(one)), pair => Assert.Equal(pair.First, pair.Second, TenthOfLastDigit));

        static string[] WithoutTorch(string[] scores) => [.. scores.Where(line => line.StartsWith("bag-of-words", StringComparison.Ordinal))];

        static IEnumerable<double> Values(string text) => Number().Matches(text).Select(match => double.Parse(match.Value, System.Globalization.CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"(?<![\w.])-?\d+(\.\d+)?([eE][-+]?\d+)?(?![\w.])")]
    private static partial Regex Number();

    [Fact]
    public void An_interrupt_ends_with_130_and_says_so()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals are POSIX");
        using var process = _cli.Start("encode", "--system", "bag-of-words", "-o", "vectors.jsonl"); // reads standard input, whose end it never sees
        WaitUntilItHandlesInterrupts(process);
        using (var kill = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])!) kill.WaitForExit();
        // The signal comes on a thread of its own, on a busy machine late: there is work until it has.
        while (!process.HasExited) WriteUnlessItHasExited(process, "a\n");
        process.WaitForExit();

        Assert.Equal(130, process.ExitCode);
        Assert.Contains("cancelled", process.StandardError.ReadToEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_whose_time_is_over_ends_with_3_and_keeps_what_it_has()
    {
        string[] trained = ["--scale", "sample", "--table", "table1", "--system", "bag-of-words", "--system", "sbert-nli-sample"];
        // The shortest time in which counting words is done; training takes many times as long, on a fast machine and on a slow one.
        for (var minutes = 0.05; ResultFiles().Length == 0 && minutes < 10; minutes *= 2)
        {
            var run = _cli.Run(["run", .. trained, "--budget", minutes.ToString(System.Globalization.CultureInfo.InvariantCulture)]);

            Assert.Equal(3, run.ExitCode);
            Assert.Contains("the time budget is over", run.Errors, StringComparison.Ordinal);
        }

        Assert.All(ResultFiles(), file => Assert.Contains("bag-of-words", file, StringComparison.Ordinal));
        Assert.NotEmpty(ResultFiles());
        Assert.Equal(2, _cli.Run(["run", .. trained, "--budget", "-1"]).ExitCode);
    }

    [Fact]
    public void What_cannot_be_run_says_why_and_what_to_do()
    {
        var run = _cli.Run("run", "--scale", "small", "--system", "potion-base-4m", "--dataset", "STSb-test");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("not run: potion-base-4m", run.Output, StringComparison.Ordinal);
        Assert.Contains("Next: sbert-repro fetch", run.Output, StringComparison.Ordinal);
    }

    // The kernel says which signals a process catches; elsewhere it gets the time to start.
    private static void WaitUntilItHandlesInterrupts(Process process)
    {
        const int InterruptBit = 1; // SIGINT is 2, bits count from 0
        var status = $"/proc/{process.Id}/status";
        for (var attempt = 0; attempt < 600 && File.Exists(status); attempt++)
        {
            var caught = Convert.ToUInt64(File.ReadLines(status).First(line => line.StartsWith("SigCgt:", StringComparison.Ordinal))["SigCgt:".Length..].Trim(), 16);
            if ((caught >> InterruptBit & 1) == 1) break;
            Thread.Sleep(50);
        }
        Thread.Sleep(OperatingSystem.IsLinux() ? 300 : 3000);
    }

    private static void WriteUnlessItHasExited(Process process, string text)
    {
        try
        {
            process.StandardInput.Write(text);
        }
        catch (IOException)
        {
            process.WaitForExit(); // nobody reads any more
        }
    }

    private JsonElement Run()
    {
        var run = _cli.Run(["run", .. Quick, "--json"]);
        Assert.True(run.ExitCode == 0, run.Errors);
        return JsonDocument.Parse(run.Output).RootElement;
    }

    private string[] ResultFiles(string? folder = null) =>
        Directory.Exists(Path.Combine(folder ?? _cli.Folder, "results"))
            ? [.. Directory.EnumerateFiles(Path.Combine(folder ?? _cli.Folder, "results"), "*.seed*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)]
            : [];

    private Dictionary<string, string> Snapshot() => ResultFiles().ToDictionary(file => file, File.ReadAllText);

    // What must be equal between two runs: everything but who, when and how long.
    private string[] Scores(string? folder = null, bool predictions = true) =>
        [.. ResultFiles(folder).SelectMany(file => JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("cells").EnumerateArray()
            .Select(cell => $"{Path.GetFileName(file)} {cell.GetProperty("dataset")} {cell.GetProperty("scores")} {(predictions ? cell.GetProperty("predictions") : "")} {cell.GetProperty("fingerprint")}"))];
}
