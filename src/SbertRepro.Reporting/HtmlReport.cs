using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using SbertRepro.Reporting.Page;

namespace SbertRepro.Reporting;

/// <summary>The report as one self-contained page: the components of Page/ as static HTML.</summary>
public static partial class HtmlReport
{
    public static string Render(ReportModel model)
    {
        // The default encoder writes everything but ASCII as entities.
        using var services = new ServiceCollection().AddSingleton(HtmlEncoder.Create(UnicodeRanges.All)).BuildServiceProvider();
        using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(ReportPage.Model)] = model });
        var html = renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<ReportPage>(parameters)).ToHtmlString()).GetAwaiter().GetResult();
        return Margin().Replace(html.ReplaceLineEndings("\n"), "\n");
    }

    // Every component is indented from a margin of its own, and what it declares, such as the columns of a table, leaves its lines empty.
    [GeneratedRegex(@"\n\s+(?=<)")]
    private static partial Regex Margin();
}
