using SbertRepro.Experiments;

namespace SbertRepro.Cli;

/// <summary>The scale of a run that names none: the largest whose data, weights and device are here.</summary>
internal static class ScaleChoice
{
    public static (Scale Scale, string Why) Largest(Sources sources, string device)
    {
        List<string> refused = [];
        foreach (var scale in Scales.LargestFirst)
        {
            if (Obstacle(scale, sources, device) is not { } obstacle)
                return (scale, refused.Count == 0 ? "the largest" : $"the largest possible here; {string.Join("; ", refused)}");
            refused.Add($"{scale.Name()}: {obstacle}");
        }
        return (Scale.Sample, string.Join("; ", refused));
    }

    private static string? Obstacle(Scale scale, Sources sources, string device)
    {
        if (scale == Scale.Paper && device == "cpu") return "no GPU";
        var cells = Selection.Everything.CellsAt(scale).ToList();
        var dataset = cells.Select(cell => sources.OfDataset(cell.Dataset).Missing).FirstOrDefault(missing => missing is not null);
        if (dataset is not null) return dataset.Reason;
        var systems = cells.Select(cell => cell.System).Where(system => system.Artifacts.Count > 0 || scale == Scale.Sample).Distinct().ToList();
        return systems.Any(system => sources.OfSystem(system).Missing is null) ? null : "none of its systems is here";
    }
}
