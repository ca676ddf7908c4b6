namespace SbertRepro.Reporting;

/// <summary>The files of the report; each appears whole or not at all.</summary>
public static class ReportFolder
{
    /// <summary>Writes index.html, README.md, the CSV, JSON and LaTeX files, and figures/*.svg; pictures that no longer belong to the report are removed.</summary>
    public static void Write(string folder, ReportModel model)
    {
        var figures = Path.Combine(folder, "figures");
        Directory.CreateDirectory(figures);
        var pictures = model.Tables.SelectMany(TableBlock.Of).Where(block => block.Again is null).Select(block => (block.Anchor, Svg: ForestPlot.File(block)))
            .Concat(model.Training.Select(section => (section.Anchor, Svg: TrainingChart.File(section))))
            .Append((MarkdownGlance.SearchCostAnchor, Svg: DurationChart.File(model.SearchCost.Bars, 720, MarkdownGlance.SearchCostAnchor)))
            .Concat(model.Studies.SelectMany(section => section.Figures).Select(figure => (figure.Anchor, Svg: (string?)SvgFigure.Standalone(figure.Svg))))
            .Concat(Trend.Of(model.Gate.Histories).Select(trend => (trend.Anchor, Svg: (string?)SvgFigure.Standalone(TrendChart.Svg(trend)))))
            .Where(picture => picture.Svg is not null).ToDictionary(picture => picture.Item1, picture => picture.Svg!, StringComparer.Ordinal);
        foreach (var (anchor, svg) in pictures) Replace(Path.Combine(figures, anchor + ".svg"), svg);
        foreach (var stale in Directory.EnumerateFiles(figures, "*.svg").Where(path => !pictures.ContainsKey(Path.GetFileNameWithoutExtension(path)))) File.Delete(stale);
        Replace(Path.Combine(folder, "cells.csv"), CellsCsv.Render(model.Tables.SelectMany(table => table.Cells)));
        Replace(Path.Combine(folder, "speed.csv"), SpeedCsv.Render(model.Speed.Concat(model.Studies.SelectMany(ConfigurationSpeed.Of))));
        Replace(Path.Combine(folder, "report.json"), ReportJson.Render(model));
        Replace(Path.Combine(folder, "report.schema.json"), ReportJson.Schema);
        Replace(Path.Combine(folder, "tables.tex"), ReportLatex.Render(model));
        Replace(Path.Combine(folder, "README.md"), MarkdownReport.Render(model, pictures.Keys.ToHashSet(StringComparer.Ordinal)));
        Replace(Path.Combine(folder, "index.html"), HtmlReport.Render(model));
    }

    private static void Replace(string path, string content)
    {
        File.WriteAllText(path + ".tmp", content);
        File.Move(path + ".tmp", path, overwrite: true);
    }
}
