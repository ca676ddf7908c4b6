using System.Globalization;
using Microsoft.Playwright;
using Xunit;

namespace SbertRepro.Browser.Tests;

/// <summary>The report as a reader meets it: opened from disk, on a desk and on a phone, light and dark, with and without script, on paper.</summary>
public sealed class PageTests(PublishedReport report) : IClassFixture<PublishedReport>
{
    [Fact]
    public async Task Nothing_is_said_to_the_console_and_nothing_is_loaded_from_elsewhere()
    {
        List<string> said = [];
        List<string> asked = [];
        var page = await report.OpenAsync(before: tab =>
        {
            tab.Console += (_, message) => said.Add(message.Text);
            tab.PageError += (_, error) => said.Add(error);
            tab.Request += (_, request) => asked.Add(request.Url);
        });
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        Assert.Empty(said);
        Assert.Equal([page.Url], asked);
    }

    [Theory]
    [InlineData(360)]
    [InlineData(768)]
    [InlineData(1280)]
    public async Task The_page_never_scrolls_sideways(int width)
    {
        var page = await report.OpenAsync(width);
        await OpenAllDetails(page);

        Assert.Equal(width, await page.EvaluateAsync<int>("Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"));
    }

    [Fact]
    public async Task On_a_phone_no_table_scrolls_sideways_either()
    {
        var page = await report.OpenAsync(360);
        await OpenAllDetails(page);

        Assert.Empty(await page.EvaluateAsync<string[]>("[...document.querySelectorAll('table,figure,svg')].filter(e => e.getClientRects().length && e.getBoundingClientRect().right > innerWidth + 0.5).map(e => e.outerHTML.slice(0, 120))"));
    }

    [Fact]
    public async Task Headings_are_in_order_and_there_is_one_title()
    {
        var page = await report.OpenAsync();
        var levels = await page.EvaluateAsync<int[]>("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => Number(h.tagName[1]))");

        Assert.Single(levels, 1);
        Assert.Equal(1, levels[0]);
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1, $"h{pair.First} is followed by h{pair.Second}"));
    }

    [Fact]
    public async Task Every_figure_has_a_text_alternative_with_its_numbers()
    {
        var page = await report.OpenAsync();
        var names = await page.EvaluateAsync<string[]>("""
            [...document.querySelectorAll('svg')].map(svg => (svg.getAttribute('role') === 'img' && (document.getElementById(svg.getAttribute('aria-labelledby'))?.textContent || svg.getAttribute('aria-label'))) || 'nothing: ' + svg.outerHTML.slice(0, 100))
            """);

        Assert.True(names.Length > 10);
        Assert.All(names, name => Assert.Matches("[0-9]", name));
        Assert.All(names, name => Assert.DoesNotContain("nothing: ", name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_word_of_a_figure_is_cut_at_its_edge()
    {
        var page = await report.OpenAsync();
        await OpenAllDetails(page);

        // Fonts differ in width between machines; two pixels are less than half a letter.
        Assert.Empty(await page.EvaluateAsync<string[]>("""
            [...document.querySelectorAll('svg text')].filter(text => text.getClientRects().length).filter(text => {
              const box = text.getBBox();
              return box.x < -2 || box.x + box.width > text.ownerSVGElement.viewBox.baseVal.width + 2;
            }).map(text => text.textContent)
            """));
    }

    [Fact]
    public async Task Every_id_is_there_once_and_every_link_inside_the_page_leads_somewhere()
    {
        var page = await report.OpenAsync();

        Assert.Empty(await page.EvaluateAsync<string[]>("(ids => ids.filter((id, i) => ids.indexOf(id) !== i))([...document.querySelectorAll('[id]')].map(e => e.id))"));
        Assert.Empty(await page.EvaluateAsync<string[]>("[...document.querySelectorAll('a[href^=\"#\"]')].filter(a => !document.getElementById(a.getAttribute('href').slice(1))).map(a => a.href)"));
    }

    [Fact]
    public async Task Every_link_to_a_result_leads_to_a_file()
    {
        var page = await report.OpenAsync();
        var links = await page.EvaluateAsync<string[]>("[...document.querySelectorAll('a')].map(a => a.href).filter(href => href.startsWith('file:') && !href.includes('#'))");

        Assert.Contains(links, link => link.Contains("/table1/", StringComparison.Ordinal));
        Assert.All(links.Distinct(), link => Assert.True(File.Exists(new Uri(link).LocalPath), link));
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Text_stands_out_from_its_background_as_WCAG_AA_asks(ColorScheme scheme)
    {
        var page = await report.OpenAsync(scheme: scheme);
        await OpenAllDetails(page);

        var failing = await page.EvaluateAsync<string[]>(Contrast);

        Assert.Empty(failing);
        Assert.True(await page.EvaluateAsync<bool>("matchMedia('(prefers-color-scheme: dark)').matches") == (scheme == ColorScheme.Dark));
    }

    [Fact]
    public async Task The_measure_of_contrast_sees_grey_on_white()
    {
        var page = await report.OpenAsync();
        await page.EvaluateAsync("document.querySelector('.headline').style.color = '#999'");

        Assert.StartsWith("2.85: P headline", Assert.Single(await page.EvaluateAsync<string[]>(Contrast)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_click_on_a_heading_sorts_and_a_second_click_turns_the_order()
    {
        var page = await report.OpenAsync();
        var table = page.Locator("table.numbers").First;
        var heading = table.Locator("thead th").Nth(1);

        await heading.GetByRole(AriaRole.Button).ClickAsync();
        var falling = await Numbers(table);
        await heading.GetByRole(AriaRole.Button).PressAsync("Enter");
        var rising = await Numbers(table);

        Assert.True(falling.Count > 2);
        Assert.Equal(falling.OrderDescending(), falling);
        Assert.Equal(rising.Order(), rising);
        Assert.Equal("ascending", await heading.GetAttributeAsync("aria-sort"));
    }

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
        Assert.Equal(Parse(first[2]) - Parse(first[1]), Parse(first[3]), 2);
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

    [Fact]
    public async Task Without_script_the_page_says_the_same_and_names_the_command_for_the_rest()
    {
        var with = await report.OpenAsync();
        var without = await report.OpenAsync(script: false);

        Assert.Equal(await with.Locator("table.numbers b").AllTextContentsAsync(), await without.Locator("table.numbers b").AllTextContentsAsync());
        Assert.Contains("sbert-repro diff", await without.Locator("#explorer-tool").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_paper_there_is_no_navigation_and_nothing_is_folded_away()
    {
        var page = await report.OpenAsync();
        await page.EmulateMediaAsync(new() { Media = Media.Print });

        Assert.False(await page.Locator("nav").IsVisibleAsync());
        Assert.False(await page.Locator(".tools").First.IsVisibleAsync());
        Assert.True(await page.Locator("#rule details p").First.IsVisibleAsync());
    }

    [Fact]
    public async Task The_first_screen_comes_first_and_the_page_stays_small()
    {
        var page = await report.OpenAsync();

        Assert.Equal("glance", await page.EvaluateAsync<string>("document.querySelector('main > section').id"));
        Assert.InRange(new FileInfo(new Uri(page.Url).LocalPath).Length, 1, 2_000_000);
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
    private static IEnumerable<double> Range(string text) => text.Trim('[', ']').Split(", ").Select(Parse);

    private static Task OpenAllDetails(IPage page) => page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");

    private static async Task<List<double>> Numbers(ILocator table) => [.. (await table.Locator("tbody tr > td:nth-child(2) b").AllInnerTextsAsync()).Select(Parse)];

    private static double Parse(string text) => double.Parse(text.Replace('−', '-'), CultureInfo.InvariantCulture);

    // WCAG 2.2: 4.5, or 3 for large text (1.4.3) and for marks that are no text, such as those of a legend (1.4.11); luminance after its definition. Backgrounds of this page are opaque or transparent.
    private const string Contrast = """
        () => {
          const channels = colour => colour.match(/[\d.]+/g).map(Number);
          const luminance = ([r, g, b]) => [r, g, b].map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4).reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
          const ground = element => {
            for (let e = element; e; e = e.parentElement) {
              const colour = channels(getComputedStyle(e).backgroundColor);
              if (colour.length === 3 || colour[3] === 1) return colour;
            }
            return [255, 255, 255];
          };
          const failing = new Set();
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          for (let node; node = walker.nextNode();) {
            const element = node.parentElement;
            if (!node.textContent.trim() || element.closest('script,style,title,option') || !element.getClientRects().length) continue;
            const style = getComputedStyle(element);
            const [text, back] = [luminance(channels(element.closest('svg') ? style.fill : style.color)), luminance(ground(element))];
            const ratio = (Math.max(text, back) + 0.05) / (Math.min(text, back) + 0.05);
            const size = parseFloat(style.fontSize);
            const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
            if (ratio < (large || element.closest('[aria-hidden=true]') ? 3 : 4.5)) failing.add(`${ratio.toFixed(2)}: ${element.tagName} ${element.className.baseVal ?? element.className} "${node.textContent.trim().slice(0, 30)}"`);
          }
          return [...failing].slice(0, 20);
        }
        """;
}
