namespace Ecom389.Monitor.Detection.Model;

/// <summary>What the final score is made of. Every part but <see cref="RuleAgainst"/> and the counts may only raise the score.</summary>
/// <param name="Listing">Log-odds of the head that sees the listing as a whole.</param>
/// <param name="Strongest">Log-odds of the head that looks for cues, in the segment where it is highest.</param>
/// <param name="Second">The same, second highest.</param>
/// <param name="RuleFor">Sum of the weights of the rules that speak for a violation, the strongest of each rule once.</param>
/// <param name="RuleAgainst">Sum of the weights (negative) of the rules that speak against.</param>
public readonly record struct StackInput(double Listing, double Strongest, double Second, double RuleFor, double RuleAgainst)
{
    /// <summary>Number of terms of <see cref="Write"/>.</summary>
    public const int Terms = 6;

    /// <summary>Where the cue head's log-odds are cut below: a listing of one dull segment and one of many are alike.</summary>
    public const double Floor = -6;

    /// <summary>Where the sum of rules is cut: beyond it a listing is no more suspicious.</summary>
    public const double MostRules = 6;

    /// <summary>A sum that a weak rule alone does not reach.</summary>
    public const double SomeRule = 1;

    /// <summary>The terms that the final head weighs.</summary>
    public void Write(Span<float> terms)
    {
        terms[0] = (float)Listing;
        terms[1] = (float)Math.Max(Strongest, Floor);
        terms[2] = (float)Math.Max(Second, Floor);
        terms[3] = (float)Math.Min(RuleFor, MostRules);
        terms[4] = RuleFor >= SomeRule ? 1 : 0;
        terms[5] = (float)Math.Max(RuleAgainst, -MostRules);
    }
}
