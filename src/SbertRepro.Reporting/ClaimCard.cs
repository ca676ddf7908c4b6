namespace SbertRepro.Reporting;

/// <summary>A claim of the paper about order with every dataset it was put to.</summary>
/// <param name="Text">The claim in our words.</param>
/// <param name="Section">Of the paper.</param>
/// <param name="Lines">One per scale and dataset, the largest scale first.</param>
public sealed record ClaimCard(string Text, string Section, IReadOnlyList<ClaimLine> Lines)
{
    public static IReadOnlyList<ClaimCard> Of(IReadOnlyList<ClaimRow> claims)
    {
        var busiest = claims.CountBy(claim => claim.Record.Machine).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        return [.. claims.GroupBy(claim => (claim.Section, claim.Text)).Select(card => new ClaimCard(card.Key.Text, card.Key.Section,
            [.. card.GroupBy(row => (row.Record.Scale, row.Record.Dataset, row.Record.Better, row.Record.Worse)).Select(Line)]))];

        ClaimLine Line(IEnumerable<ClaimRow> question)
        {
            var rows = question.OrderBy(row => row.FormerWeights).ThenByDescending(row => row.Seeds).ThenByDescending(row => busiest[row.Record.Machine]).ToList();
            return new(rows[0], [.. rows.Skip(1)]);
        }
    }

    /// <summary>Why it fails, as far as is known; null where it does not, or nobody knows.</summary>
    public string? WhyItFails => Lines.Where(line => line.Row.Fails).Select(line => line.Row.WhyItFails).FirstOrDefault(why => why is not null);

    /// <summary>"holds 5 of 8 times, open 1, does not hold 2".</summary>
    public string Tally => string.Join(", ", ClaimRow.Answers.Select(answer => (answer, Count: Lines.Count(line => line.Row.Answer == answer))).Where(pair => pair.Count > 0)
        .Select((pair, index) => index == 0
            ? $"{(pair.answer == "open" ? "is open" : pair.answer)} {CellText.Whole(pair.Count)} of {CellText.Whole(Lines.Count)} times"
            : $"{pair.answer} {CellText.Whole(pair.Count)}"));
}

/// <param name="Row">Of the weights of now, if any; then with the most seeds; of equals, on the machine that judged most claims.</param>
/// <param name="Again">The same question on other machines.</param>
public sealed record ClaimLine(ClaimRow Row, IReadOnlyList<ClaimRow> Again);
