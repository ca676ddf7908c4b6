namespace SbertRepro.Evaluation.Tasks.Transfer;

/// <summary>
/// The toolkit's rule, quirk included: checks that do not improve on the best accuracy are counted over the whole training, an improvement does not reset
/// the count, and training ends at the check after the count has reached the tenacity: with 5, at the sixth.
/// </summary>
public struct EarlyStopping(int tenacity)
{
    private int failures;

    /// <summary>Best accuracy so far; below 0 before the first check.</summary>
    public double Best { get; private set; } = -1;

    public bool Stopped { get; private set; }

    /// <summary>Takes note of a check; true when the weights are the best so far and must be kept.</summary>
    public bool Improves(double accuracy)
    {
        if (accuracy > Best)
        {
            Best = accuracy;
            return true;
        }
        Stopped = failures >= tenacity;
        failures++;
        return false;
    }
}
