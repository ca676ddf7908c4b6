namespace SbertRepro.Evaluation.Tasks.Transfer;

/// <summary>What a task's protocol yields.</summary>
/// <param name="Predictions">Class of each scored item, in the order of the items.</param>
/// <param name="FoldAccuracies">Of each outer fold; one value where there is a test set.</param>
/// <param name="L2">Chosen for each outer fold, or once.</param>
/// <param name="DevAccuracy">By which l2 was chosen, mean over outer folds. Optimistic: early stopping watched the same items.</param>
public sealed record Selected(int[] Predictions, IReadOnlyList<double> FoldAccuracies, IReadOnlyList<double> L2, double DevAccuracy);

/// <summary>How SentEval splits a task and chooses l2 (tools/validation.py), for any trainer. Of equally good strengths the smallest wins, on accuracies rounded to two decimals of a percent.</summary>
public sealed class ModelSelection(LabelledVectors data, IClassifierTrainer trainer, IProgress<WorkProgress>? progress, CancellationToken cancellation)
{
    /// <summary>SentEval's kfold as the paper's author set it.</summary>
    public const int Folds = 10;

    /// <summary>Seed of every fold assignment.</summary>
    public const uint Seed = 1111;

    /// <summary>The grid of the toolkit for its torch classifier.</summary>
    public static readonly IReadOnlyList<double> Strengths = [1e-5, 1e-4, 1e-3, 1e-2];

    /// <summary>MR, CR, SUBJ, MPQA: every outer fold is predicted by a classifier trained on the others, whose l2 was chosen by cross-validation within them.</summary>
    public Selected Nested()
    {
        var outer = Split([.. Enumerable.Range(0, data.Rows.Length)]);
        var inner = outer.SelectMany(fold => Split(fold.Train)).ToList();
        var fits = Fit([.. inner.Select(fold => new TrainingJob(fold.Train, fold.Held, Strengths))]);
        var chosen = outer.Select((_, k) => Choose(fits.Skip(k * Folds).Take(Folds))).ToList();
        var final = Fit([.. outer.Zip(chosen, (fold, choice) => new TrainingJob(fold.Train, null, [choice.L2]))]);
        var predictions = new int[data.Rows.Length];
        foreach (var (fold, classifiers) in outer.Zip(final))
            foreach (var item in fold.Held) predictions[item] = classifiers[0].Classifier.Predict(data[item]);
        return new Selected(
            predictions, [.. outer.Select(fold => Accuracy(fold.Held, fold.Held.Select(item => predictions[item])))], [.. chosen.Select(choice => choice.L2)], chosen.Average(choice => choice.Accuracy));
    }

    /// <summary>TREC, MRPC: l2 by cross-validation on the training items, one final classifier for the test items.</summary>
    public Selected CrossValidated(int[] train, int[] test)
    {
        var fits = Fit([.. Split(train).Select(fold => new TrainingJob(fold.Train, fold.Held, Strengths))]);
        var choice = Choose(fits);
        return Test(Fit([new TrainingJob(train, null, [choice.L2])])[0][0], test, choice.Accuracy);
    }

    /// <summary>SST2: l2 by the dev items. The toolkit then trains the chosen classifier a second time with the same seed and data: it is the one at hand.</summary>
    public Selected Held(int[] train, int[] dev, int[] test)
    {
        var fits = Fit([new TrainingJob(train, dev, Strengths)]);
        var choice = Choose(fits);
        return Test(fits[0].First(fit => fit.L2 == choice.L2), test, choice.Accuracy);
    }

    private Selected Test(FittedClassifier fit, int[] test, double devAccuracy)
    {
        var predictions = fit.Classifier.Predict(data, test);
        return new Selected(predictions, [Accuracy(test, predictions)], [fit.L2], devAccuracy);
    }

    private IReadOnlyList<IReadOnlyList<FittedClassifier>> Fit(IReadOnlyList<TrainingJob> jobs) => trainer.Fit(data, jobs, progress, cancellation);

    // Items in ascending place, as indexing a numpy array by a fold's indices leaves them.
    private List<(int[] Train, int[] Held)> Split(int[] items)
    {
        var assigned = StratifiedFolds.Assign([.. items.Select(item => data.Labels[item])], Folds, Seed);
        return [.. Enumerable.Range(0, Folds).Select(fold =>
            (items.Where((_, i) => assigned[i] != fold).ToArray(), items.Where((_, i) => assigned[i] == fold).ToArray()))];
    }

    private static (double L2, double Accuracy) Choose(IEnumerable<IReadOnlyList<FittedClassifier>> folds)
    {
        var fits = folds.ToList();
        return Strengths.Select((l2, i) => (L2: l2, Accuracy: PercentRounded(fits.Average(fold => fold[i].DevAccuracy)))).MaxBy(choice => choice.Accuracy); // the first of equals
    }

    private double Accuracy(IReadOnlyCollection<int> items, IEnumerable<int> predictions) => (double)items.Zip(predictions).Count(pair => data.Labels[pair.First] == pair.Second) / items.Count;

    /// <summary>A share rounded to two decimals of its percentage, the precision at which the toolkit compares and averages.</summary>
    public static double PercentRounded(double share) => Math.Round(100 * share, 2) / 100;
}
