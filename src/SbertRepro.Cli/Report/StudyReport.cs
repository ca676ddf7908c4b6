using System.Globalization;
using SbertRepro.Evaluation.Cost;
using SbertRepro.Evaluation.Paper;
using SbertRepro.Evaluation.Regression;
using SbertRepro.Evaluation.Results;
using SbertRepro.Experiments;
using SbertRepro.Experiments.Studies;
using SbertRepro.Reporting;

namespace SbertRepro.Cli.Report;

/// <summary>From the stored steps of studies to their chapters, and to the numbers of the paper's text that they answer. Pure.</summary>
/// <param name="records">Of all scales and machines.</param>
/// <param name="weights">Tell a step of a model that was replaced since; null where nobody asks.</param>
internal sealed class StudyReport(IReadOnlyList<StudyRecord> records, CurrentWeights? weights = null)
{
    private const string Former = ", former weights";

    /// <summary>Studies in the order of the paper; of each, the largest scale first, and there the machine that measured most of its steps, the latest among equals.</summary>
    public IReadOnlyList<StudySection> Sections() =>
    [
        .. from study in AllStudies.InOrder
           from place in records.Where(record => record.Study == study.Id).GroupBy(record => (record.Scale, record.Machine))
               .OrderByDescending(each => Scales.Find(each.Key.Scale)).ThenByDescending(each => each.Count())
               .ThenByDescending(each => each.Max(record => record.Provenance.Started))
           select Section(study, place.Key.Scale, place.Key.Machine, [.. place]),
    ];

    public IReadOnlyList<NumberClaimRow> NumberClaims() => [.. PaperData.Claims.Where(claim => claim.Value is not null).Select(claim =>
    {
        IReadOnlyList<QuantityHere> measured = CostAnswers.Claims.TryGetValue(claim.Id, out var answer) ? Answers(answer) : [];
        return new NumberClaimRow(claim.Section, claim.Text, claim.Stated, measured, measured.Count == 0 ? CostAnswers.WhyNot(claim.Id) : null);
    })];

    /// <summary>Measurements of a line of the brief, the largest scale first.</summary>
    public IReadOnlyList<QuantityHere> Card(string quantity) =>
        quantity == CostAnswers.MillionByFaiss ? Everywhere(FastestIndex) : CostAnswers.Card.TryGetValue(quantity, out var answer) ? Answers(answer) : [];

    /// <summary>
    /// The search for the most similar pair among 10,000 sentences, the dearest system first: of the largest scale, and there of the machine that timed most systems in several
    /// processes, else most systems.
    /// </summary>
    public IReadOnlyList<DurationBar> Bars()
    {
        var places = records.Where(record => record.Study == Section1SearchCost.Value.Id).GroupBy(record => (record.Scale, record.Machine))
            .Select(place => (place.Key, Pairs: place.SelectMany(record => record.Quantities)
                .Where(quantity => quantity is { What: Section1SearchCost.Pair, Size: Section1SearchCost.Sentences }).ToList()));
        var (where, pairs) = places.Where(place => place.Pairs.Count > 0)
            .OrderByDescending(place => Scales.Find(place.Key.Scale)).ThenByDescending(place => place.Pairs.Count(pair => pair.Processes.Count > 1))
            .ThenByDescending(place => place.Pairs.Count)
            .FirstOrDefault();
        return [.. (pairs ?? []).OrderByDescending(quantity => quantity.Value).Select(quantity =>
            new DurationBar($"{quantity.System}, {where.Machine}", quantity.Value, quantity.Basis == Basis.Measured ? DurationKind.Measured : DurationKind.Extrapolated))];
    }

    private StudySection Section(Study study, string scale, string machine, IReadOnlyList<StudyRecord> unordered)
    {
        var planned = study.StepsAt(Scales.Of(scale)).ToList();
        var order = planned.Select(step => step.Id).ToList();
        StudyRecord[] steps = [.. unordered.Select(Marked).OrderBy(record => order.IndexOf(record.Step) is var place && place < 0 ? int.MaxValue : place)];
        var section = new StudySection(study.Id, study.Title, study.Question, scale, machine, steps);
        if (StudyLayouts.Of(study.Id) is { } layout) section = section with { Summary = StudySummary.Of([.. section.Quantities], layout) };
        section = section with { Findings = [.. planned.OfType<UnavailableSpeed>().Select(NotRun)] };
        return WithoutAccelerator(study.Id switch
        {
            "section1" => WithCostLaw(section),
            StudyWords.Million => WithFigure(section, RecallLatencyChart.Svg(steps, section.Anchor),
                "How many of the ten true neighbours each index finds, against what a query takes; one point per effort."),
            StudyWords.SciFact => WithFigure(section, QualityCostChart.Svg(steps, section.Anchor),
                "Quality of the ranking against what a query takes; one point per depth of reranking. Where several systems are each the best at some cost, a line joins them."),
            "table7" => WithFigure(section, SpeedChart.Svg(steps, section.Anchor), "Sentences per second of every configuration; diamonds are the paper's, on its own machines."),
            _ => section,
        });
    }

    /// <summary>The step with the word behind its systems, where it measured weights that have been replaced.</summary>
    private StudyRecord Marked(StudyRecord record) => weights?.AreNotOf(record.Fingerprint) != true ? record
        : record with { Quantities = [.. record.Quantities.Select(quantity => quantity with { System = Marked(quantity.System) })] };

    // A configuration stays the last: "mini-BERT, former weights: torch fp32, input order".
    private static string Marked(string system) => system.Insert(system.LastIndexOf(": ", StringComparison.Ordinal) is var colon and >= 0 ? colon : system.Length, Former);

    private static string NotRun(UnavailableSpeed step)
    {
        var printed = PaperData.Table("table7").Cells.Where(cell => cell.Row == step.Row)
            .Select(cell => string.Create(CultureInfo.InvariantCulture, $"{cell.Value:#,0} sentences/s on its {cell.Column}"));
        return $"{step.Row}: not run: {step.Reason}. The paper: {string.Join(", ", printed)}.";
    }

    private static StudySection WithoutAccelerator(StudySection section) => section.Records.Any(record => record.Provenance.Device != "cpu") ? section : section with
    {
        Findings = [.. section.Findings, $"GPU: not run. All numbers here are of the CPU; where there is a GPU, ./run-all.sh --table {section.Id} measures it."],
    };

    private static StudySection WithFigure(StudySection section, string? svg, string caption) =>
        svg is null ? section : section with { Figures = [new(section.Anchor, svg, caption)] };

    private static StudySection WithCostLaw(StudySection section)
    {
        var series = Series(section);
        (string, double, double)[] paper = [.. PaperPoint("cross-encoder-hours", "65 h", 3600), .. PaperPoint("bi-encoder-seconds", "5 s", 1)];
        var title = $"Seconds to find the most similar pair against the number of sentences, both logarithmic, for {string.Join(", ", series.Select(each => each.System))}; "
            + $"{section.Scale} scale, {section.Machine}. The table below has the numbers";
        return section with
        {
            Findings = [.. section.Findings, .. series.SelectMany(CostFindings.Law), .. CostFindings.Crossovers(series)],
            Figures = CostLawChart.Svg(series, paper, title, section.Anchor) is { } svg
                ? [new(section.Anchor, svg, "The most similar pair among n sentences. Lines are fitted laws, dashed beyond what was run; open circles are extrapolated from a "
                    + "sample of pairs; diamonds are the paper's, on a V100.")]
                : [],
        };
    }

    private static List<CostSeries> Series(StudySection section) =>
    [
        .. section.Records.GroupBy(record => record.Quantities[0].System)
            .Select(system => (
                System: system.Key, IsCross: system.Any(record => record.Step.StartsWith("cross.", StringComparison.Ordinal)),
                Quantities: system.SelectMany(record => record.Quantities).Where(quantity => quantity.What == Section1SearchCost.Pair).ToList()))
            .Where(system => system.Quantities.Count > 0)
            .Select(system => CostSeries.Of(system.System, system.Quantities, system.IsCross ? CostLaw.Quadratic : CostLaw.LinearAndQuadratic)),
    ];

    private static IEnumerable<(string, double, double)> PaperPoint(string claim, string name, double seconds) =>
        PaperData.Claims.Where(each => each.Id == claim && each.Value is not null).Select(each => (name, (double)Section1SearchCost.Sentences, each.Value!.Value * seconds));

    private IReadOnlyList<QuantityHere> Answers(CostAnswer answer) => Everywhere(place => Find(answer, place));

    // What more processes measured comes first, as what more seeds trained does in the tables, and former weights come last.
    private IReadOnlyList<QuantityHere> Everywhere(Func<IReadOnlyList<StudyRecord>, Quantity?> find) =>
    [
        .. records.GroupBy(record => (record.Scale, record.Machine))
            .Select(place => (place.Key, Quantity: find([.. place]))).Where(found => found.Quantity is not null)
            .OrderByDescending(found => Scales.Find(found.Key.Scale)).ThenBy(found => found.Quantity!.System.Contains(Former, StringComparison.Ordinal))
            .ThenByDescending(found => found.Quantity!.Processes.Count)
            .Select(found => new QuantityHere(found.Quantity!, found.Key.Scale, found.Key.Machine)),
    ];

    /// <summary>The fastest setting of FAISS that still finds 95 % of the true neighbours: a time means nothing without what was found in it. The sample has no million.</summary>
    private Quantity? FastestIndex(IReadOnlyList<StudyRecord> place)
    {
        const double Enough = 95;
        var quantities = place.Where(record => record.Study == StudyWords.Million && record.Scale != Scale.Sample.Name()
            && record.Step.StartsWith("faiss", StringComparison.Ordinal)).SelectMany(record => Marked(record).Quantities).ToList();
        return (from recall in quantities
                where recall.What == StudyWords.RecallAt10 && recall.Value >= Enough
                from latency in quantities
                where latency.What == StudyWords.OneQuery && latency.System == recall.System && latency.Size == recall.Size
                orderby latency.Value
                select latency with { System = string.Create(CultureInfo.InvariantCulture, $"{latency.System}, effort {latency.Size}, recall@10 {recall.Value:F1} %") })
                    .FirstOrDefault();
    }

    private static Quantity? Find(CostAnswer answer, IReadOnlyList<StudyRecord> place)
    {
        var quantities = place.Where(record => record.Study == answer.Study && (answer.OnAccelerator is null || answer.OnAccelerator == (record.Provenance.Device != "cpu")))
            .SelectMany(record => record.Quantities).Where(quantity => quantity.What == answer.What && (answer.Size is null || quantity.Size == answer.Size)).ToList();
        var found = answer.Systems.Select(system => quantities.FirstOrDefault(quantity => quantity.System == system.Name)).FirstOrDefault(quantity => quantity is not null);
        if (found is null || answer is { Over: null, Times: 1, AsGain: false }) return found;
        if (answer.AsGain) return Gain(found);
        if (answer.Over is null) return Multiple(found, answer.Times);
        return Find(answer.Over, place) is { } over ? Ratio(found, over) : null;
    }

    private static Quantity Gain(Quantity ratio) => ratio with
    {
        Value = 100 * (ratio.Value - 1),
        Unit = "%",
        Interval = ratio.Interval is { } interval ? new Interval(100 * (interval.Low - 1), 100 * (interval.High - 1)) : null,
    };

    private static Quantity Multiple(Quantity quantity, double times) => quantity with
    {
        Value = quantity.Value * times,
        Interval = quantity.Interval is { } interval ? new Interval(interval.Low * times, interval.High * times) : null,
        Size = quantity.Size * times,
        Basis = Basis.Extrapolated,
    };

    /// <summary>The interval holds both sides at their worst; a side that was run once counts as certain.</summary>
    private static Quantity Ratio(Quantity dear, Quantity cheap) =>
        new($"{dear.System}, over {cheap.System}", $"{dear.What}, ratio", "x", dear.Value / cheap.Value)
        {
            Basis = dear.Basis,
            Interval = dear.Interval is { } interval
                ? new Interval(interval.Low / (cheap.Interval?.High ?? cheap.Value), interval.High / (cheap.Interval?.Low ?? cheap.Value))
                : null,
            Count = dear.Count,
            // By their order alone: no process measured both.
            Processes = dear.Processes.Count == cheap.Processes.Count ? [.. dear.Processes.Zip(cheap.Processes, (first, second) => first / second)] : [],
        };
}
