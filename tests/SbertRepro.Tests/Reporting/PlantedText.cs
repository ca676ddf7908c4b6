using System.Collections;
using System.Reflection;
using SbertRepro.Evaluation.Regression;
using SbertRepro.Reporting;

namespace SbertRepro.Tests.Reporting;

/// <summary>A copy of a value with the same words added to every text in it, however deep.</summary>
internal static class PlantedText
{
    private static readonly MethodInfo Clone = typeof(object).GetMethod(nameof(MemberwiseClone), BindingFlags.Instance | BindingFlags.NonPublic)!;

    // The first screen asks for table1 and for events of acceptance by these names; a drawing is markup of ours.
    private static readonly HashSet<(Type, string)> Kept =
        [(typeof(TableSection), nameof(TableSection.Id)), (typeof(HistoryEntry), nameof(HistoryEntry.Event)), (typeof(StudyFigure), nameof(StudyFigure.Svg))];

    public static T In<T>(T value, string words) => (T)Copy(value, words)!;

    private static object? Copy(object? value, string words) => value switch
    {
        string text => text + words,
        IDictionary entries => Entries(entries, words),
        Array { Rank: 1 } array => Items(array, words),
        null or Delegate => value,
        _ when value.GetType() is { IsPrimitive: true } or { IsEnum: true } || value.GetType().Namespace == nameof(System) => value,
        _ => Fields(value, words),
    };

    private static object Fields(object value, string words)
    {
        var copy = Clone.Invoke(value, [])!;
        foreach (var field in value.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            var kept = Kept.Contains((value.GetType(), field.Name.Split('<', '>') is [_, var property, ..] ? property : field.Name));
            if (!kept) field.SetValue(copy, Copy(field.GetValue(value), words));
        }
        return copy;
    }

    private static object Items(Array array, string words)
    {
        var copy = (Array)array.Clone();
        for (var item = 0; item < copy.Length; item++) copy.SetValue(Copy(copy.GetValue(item), words), item);
        return copy;
    }

    private static object Entries(IDictionary entries, string words)
    {
        var copy = (IDictionary)Activator.CreateInstance(entries.GetType())!;
        foreach (DictionaryEntry entry in entries) copy.Add(Copy(entry.Key, words)!, Copy(entry.Value, words));
        return copy;
    }
}
