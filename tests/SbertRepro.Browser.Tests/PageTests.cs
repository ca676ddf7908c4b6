using System.Globalization;
using Microsoft.Playwright;
using Xunit;

namespace SbertRepro.Browser.Tests;

/// <summary>The report as a reader meets it: opened from disk, on a desk and on a phone, light and dark, with and without script, on paper.</summary>
public sealed class PageTests(PublishedReport report)
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

    private static Task OpenAllDetails(IPage page) => page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");

    private static async Task<List<double>> Numbers(ILocator table) => [.. (await table.Locator("tbody tr > td:nth-child(2) b").AllInnerTextsAsync()).Select(Parse)];

    internal static double Parse(string text) => double.Parse(text.Replace('−', '-'), CultureInfo.InvariantCulture);

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
