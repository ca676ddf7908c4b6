using System.Globalization;
using Microsoft.Playwright;
using Xunit;

namespace SbertRepro.Browser.Tests;

/// <summary>The explorer of the report: two rows beside each other, what they differ in, by mouse and by keyboard.</summary>
public sealed class ExplorerTests(PublishedReport report)
{
    [Fact]
    public async Task The_explorer_shows_what_two_rows_differ_in_and_which_pairs_moved()
    {
        var page = await report.OpenAsync();
        var rows = await page.EvaluateAsync<string[]>("[...document.querySelectorAll('#table1 tr[data-row^=\"table1|small\"]')].map(r => r.dataset.row)");
        await page.SelectOptionAsync("#explorer-first", rows[0]);
        await page.SelectOptionAsync("#explorer-second", rows[1]);
        var result = page.Locator("#explorer-result");

        Assert.Matches(@"\d+ of \d+ shared numbers differ", await result.Locator(".said").InnerTextAsync());
        Assert.Contains("pairs have another rank", await result.InnerTextAsync(), StringComparison.Ordinal);
        var first = await result.Locator("table").First.Locator("tbody tr").First.Locator("th,td").AllInnerTextsAsync();
        Assert.Equal(PageTests.Parse(first[2]) - PageTests.Parse(first[1]), PageTests.Parse(first[3]), 2);
    }

    [Fact]
    public async Task A_run_compared_with_itself_does_not_differ()
    {
        var page = await report.OpenAsync();
        var row = await page.EvaluateAsync<string>("document.querySelector('#table1 tr[data-row^=\"table1|small\"]').dataset.row");
        await page.SelectOptionAsync("#explorer-first", row);
        await page.SelectOptionAsync("#explorer-second", row);

        var text = await page.Locator("#explorer-result").InnerTextAsync();

        Assert.StartsWith("0 of ", text, StringComparison.Ordinal);
        Assert.Contains("both rank all 1379 pairs alike", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_explorer_compares_whole_machines_and_names_their_surroundings()
    {
        var page = await report.OpenAsync();
        var machines = await page.EvaluateAsync<string[]>("[...document.querySelector('#explorer-first optgroup').children].map(o => o.value).filter(v => v.startsWith('small|'))");
        Assert.SkipUnless(machines.Length > 1, "the published results come from one machine");
        await page.SelectOptionAsync("#explorer-first", machines[0]);
        await page.SelectOptionAsync("#explorer-second", machines[1]);

        var text = await page.Locator("#explorer-result").InnerTextAsync();

        Assert.Matches(@"\d+ of [1-9]\d* shared numbers differ", text);
        Assert.Contains("Surroundings that differ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_explorer_names_the_only_input_that_changed_and_both_its_values()
    {
        var (page, result) = await Compare("table1|small|{0}|mini-bert-cls", "table1|small|{0}|mini-bert-mean", "Inputs that differ");
        string[] forth = [.. await Row(result, "Inputs that differ", "the system's pooling")];

        Assert.Equal("The likely cause is the system's pooling, the only input that changed.", await result.Locator(".cause").InnerTextAsync());
        Assert.Equal(["the system's pooling", "Cls", "Mean"], forth);

        await Turn(page);
        Assert.Equal(["the system's pooling", "Mean", "Cls"], await Row(result, "Inputs that differ", "the system's pooling"));
    }

    [Fact]
    public async Task The_explorer_gives_latency_ratios_with_intervals_and_the_inverse_when_it_is_turned_round()
    {
        var (page, result) = await Compare("table1|small|{0}|potion-base-4m", "table1|small|{0}|mini-bert-mean", "Time of the second");
        const string Timing = "section1 bi: one query at 10,000";
        double[] forth = [.. (await Row(result, "Time of the second", Timing)).Skip(1).SelectMany(Range)];
        await Turn(page);
        double[] back = [.. (await Row(result, "Time of the second", Timing)).Skip(1).SelectMany(Range)];

        Assert.True(forth[0] > 1, "a BERT is slower than a table of vectors");
        Assert.InRange(forth[1], forth[2], forth[3]); // freed from the machine's speed, within its interval
        Assert.All([(0, 0), (1, 1), (2, 3), (3, 2)], each => Assert.Equal(1, forth[each.Item1] * back[each.Item2], 0.01));
    }

    [Fact]
    public async Task The_explorer_tells_no_cause_between_another_system_and_another_machine()
    {
        var page = await report.OpenAsync();
        var rows = await page.EvaluateAsync<string[]>("[...document.querySelectorAll('#table1 tr[data-row^=\"table1|small\"]')].map(r => r.dataset.row)");
        var other = rows.FirstOrDefault(row => row.Split('|')[2] != rows[0].Split('|')[2] && row.Split('|')[3] != rows[0].Split('|')[3]);
        Assert.SkipWhen(other is null, "the published results come from one machine");
        await page.SelectOptionAsync("#explorer-first", rows[0]);
        await page.SelectOptionAsync("#explorer-second", other);

        var result = page.Locator("#explorer-result");

        Assert.Matches(@"\d+ of [1-9]\d* shared numbers differ", await result.Locator(".said").InnerTextAsync());
        Assert.Contains("too much differs for a cause to be told", await result.Locator(".note").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await result.Locator(".cause").CountAsync());
    }

    [Fact]
    public async Task The_explorer_is_used_with_the_keyboard_alone_and_fits_a_phone()
    {
        var page = await report.OpenAsync(360);
        var result = page.Locator("#explorer-result");
        var before = await result.InnerTextAsync();

        await page.FocusAsync("#explorer-first");
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("explorer-second", await page.EvaluateAsync<string>("document.activeElement.id"));
        await page.Keyboard.PressAsync("ArrowDown");

        Assert.NotEqual(before, await result.InnerTextAsync());
        Assert.Equal(360, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Empty(await page.EvaluateAsync<string[]>("""
            [...document.querySelectorAll('#explorer *')].filter(e => !e.closest('thead') && e.getClientRects().length && e.getBoundingClientRect().right > innerWidth + 0.5)
              .map(e => e.outerHTML.slice(0, 120))
            """));
    }

    /// <summary>Chooses two rows; {0} stands for the first machine with which the page shows the caption.</summary>
    private async Task<(IPage Page, ILocator Result)> Compare(string first, string second, string caption)
    {
        var page = await report.OpenAsync();
        var result = page.Locator("#explorer-result");
        var rows = await page.EvaluateAsync<string[]>("[...document.querySelectorAll('tr[data-row]')].map(r => r.dataset.row)");
        foreach (var machine in rows.Select(row => row.Split('|')[2]).Distinct())
        {
            var chosen = new[] { first, second }.Select(row => string.Format(CultureInfo.InvariantCulture, row, machine)).ToArray();
            if (!chosen.All(rows.Contains)) continue;
            await page.SelectOptionAsync("#explorer-first", chosen[0]);
            await page.SelectOptionAsync("#explorer-second", chosen[1]);
            if (await result.Locator("caption", new() { HasText = caption }).CountAsync() > 0) return (page, result);
        }

        Assert.Fail($"no machine has {first} and {second} with \"{caption}\"");
        return default;
    }

    private static async Task Turn(IPage page)
    {
        var (first, second) = (await page.InputValueAsync("#explorer-first"), await page.InputValueAsync("#explorer-second"));
        await page.SelectOptionAsync("#explorer-first", second);
        await page.SelectOptionAsync("#explorer-second", first);
    }

    private static Task<IReadOnlyList<string>> Row(ILocator result, string caption, string name) =>
        result.Locator("table", new() { HasText = caption }).Locator("tbody tr", new() { HasText = name }).Locator("th,td").AllInnerTextsAsync();

    // "1.84" or "[1.72, 1.93]"
    private static IEnumerable<double> Range(string text) => text.Trim('[', ']').Split(", ").Select(PageTests.Parse);
}
