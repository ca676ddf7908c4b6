using System.Globalization;
using System.Reflection;
using CsvHelper;
using CsvHelper.Configuration;

namespace SbertRepro.Evaluation.Paper;

/// <summary>What the paper states in prose.</summary>
/// <param name="Id">Short name.</param>
/// <param name="Section">Of the paper.</param>
/// <param name="Text">In our words.</param>
/// <param name="Value">The stated number; null for a claim about order.</param>
/// <param name="Unit">Of <paramref name="Value"/>.</param>
/// <param name="Better">For a claim about order: the role that scores higher.</param>
/// <param name="Worse">The role that scores lower.</param>
public sealed record Claim(string Id, string Section, string Text, double? Value, string Unit, string? Better, string? Worse)
{
    /// <summary>The stated number with its unit: "65 h".</summary>
    public string Stated => string.Create(CultureInfo.InvariantCulture, $"{Value:#,0.##} {Unit}");
}

/// <summary>A line of the project brief's own table.</summary>
/// <param name="Quantity">What is stated.</param>
/// <param name="Brief">As the brief states it, with its unit.</param>
/// <param name="Paper">As the paper prints it (or as follows from it); null where the paper has no such number.</param>
/// <param name="Source">Where in the paper.</param>
/// <param name="Explanation">How the two relate.</param>
public sealed record CardClaim(string Quantity, string Brief, string? Paper, string Source, string Explanation);

/// <summary>The printed numbers of the paper, as data: <c>experiments/paper/*.csv</c>, embedded into this assembly.</summary>
public static class PaperData
{
    private static readonly (string Id, string Caption)[] Captions =
    [
        ("table1", "Unsupervised semantic textual similarity, Spearman x100"),
        ("table2", "STS benchmark test with supervision, Spearman x100, mean and deviation over ten seeds"),
        ("table3", "Argument facet similarity, Pearson and Spearman x100"),
        ("table4", "Wikipedia section triplets, accuracy"),
        ("table5", "SentEval transfer tasks, accuracy in percent"),
        ("table6", "Pooling and concatenation, STS benchmark dev, Spearman x100"),
        ("table7", "Sentences per second"),
    ];

    /// <summary>Tables 1 to 7.</summary>
    public static IReadOnlyList<PaperTable> Tables { get; } = [.. Captions.Select(table => ReadTable(table.Id, table.Caption, Resource(table.Id), $"experiments/paper/{table.Id}.csv"))];

    public static IReadOnlyList<Claim> Claims { get; } = [.. Read(Resource("claims"), "experiments/paper/claims.csv", "id,section,claim,kind,value,unit,better,worse", ToClaim)];

    public static IReadOnlyList<CardClaim> Card { get; } = [.. Read(Resource("card"), "experiments/paper/card.csv", "quantity,brief,paper,source,explanation", row =>
        new CardClaim(row.Text("quantity"), row.Text("brief"), row.Optional("paper"), row.Optional("source") ?? "", row.Text("explanation")))];

    public static PaperTable Table(string id) => Tables.FirstOrDefault(table => table.Id == id) ?? throw new UsageException($"the paper has no {id}", "table1 ... table7");

    /// <summary>Parses one table; <paramref name="where"/> names it in errors.</summary>
    /// <exception cref="ActionableException">A malformed line, or the same cell twice.</exception>
    internal static PaperTable ReadTable(string id, string caption, TextReader text, string where)
    {
        var cells = new List<PaperCell>();
        foreach (var (cell, line) in Read(text, where, "row,column,value,sd", row => (new PaperCell(row.Text("row"), row.Text("column"), row.Number("value"), row.OptionalNumber("sd")), row.Line)))
        {
            if (cells.Any(other => other.Row == cell.Row && other.Column == cell.Column))
                throw new ActionableException($"{cell.Row}, {cell.Column} a second time", $"{where} line {line}", "each cell once");
            cells.Add(cell);
        }
        return new PaperTable(id, caption, cells);
    }

    private static Claim ToClaim(CsvRow row) => row.Text("kind") switch
    {
        "number" => new Claim(row.Text("id"), row.Text("section"), row.Text("claim"), row.Number("value"), row.Text("unit"), null, null),
        "shape" => new Claim(row.Text("id"), row.Text("section"), row.Text("claim"), null, "", row.Text("better"), row.Text("worse")),
        var kind => throw row.Malformed("kind", kind, "number or shape"),
    };

    private static StreamReader Resource(string name) =>
        new(Assembly.GetExecutingAssembly().GetManifestResourceStream($"paper/{name}.csv") ?? throw new InvalidOperationException($"paper/{name}.csv is not embedded"));

    private static List<T> Read<T>(TextReader text, string where, string header, Func<CsvRow, T> parse)
    {
        using var csv = new CsvReader(text, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            BadDataFound = bad => throw new ActionableException($"'{bad.Field}'", $"{where} line {bad.Context.Parser!.RawRow}", "quotes around the whole field, doubled inside"),
            MissingFieldFound = null,
        });
        var rows = new List<T>();
        if (!csv.Read() || !csv.ReadHeader() || string.Join(',', csv.HeaderRecord!) != header)
            throw new ActionableException($"header '{string.Join(',', csv.HeaderRecord ?? [])}'", $"{where} line 1", header);
        var columns = csv.HeaderRecord!.Length;
        while (csv.Read())
        {
            if (csv.Parser.Count != columns)
                throw new ActionableException($"{csv.Parser.Count} fields", $"{where} line {csv.Parser.RawRow}", $"{columns}: {header}");
            rows.Add(parse(new CsvRow(csv, where)));
        }
        return rows;
    }

    /// <summary>The current line, field by field.</summary>
    private readonly record struct CsvRow(CsvReader Csv, string Where)
    {
        public int Line => Csv.Parser.RawRow;

        public string? Optional(string column) => Csv.GetField(column) is { Length: > 0 } text ? text : null;

        public string Text(string column) => Optional(column) ?? throw Malformed(column, "", "some text");

        public double? OptionalNumber(string column) => Optional(column) is null ? null : Number(column);

        public double Number(string column) => double.TryParse(Text(column), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Malformed(column, Text(column), "a number with a decimal point");

        public ActionableException Malformed(string column, string found, string expected) => new($"{column} '{found}'", $"{Where} line {Line}", expected);
    }
}
