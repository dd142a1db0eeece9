namespace Ecom389.Monitor.Detection.Model;

/// <summary>
/// What tells a suspicious listing's codes: the code's head and the rules for it, how far both are above the best of the other
/// codes, as most listings have one, and what the goods suggest (see <see cref="CodeLeanings"/>). The terms' weights are shared by all
/// codes, each has a bias of its own: some are common, some rare.
/// </summary>
public static class CodeTerms
{
    /// <summary>Number of terms of <see cref="Write"/>.</summary>
    public const int Count = 6;

    private const double WidestMargin = 4;

    /// <summary>The terms of one code. Each may only raise its probability.</summary>
    /// <param name="heads">Log-odds of the code heads.</param>
    /// <param name="rules">Sums of the rules for each code.</param>
    /// <param name="leanings">What the listing's category suggests of each code, in log-odds; empty where it suggests nothing.</param>
    public static void Write(ReadOnlySpan<double> heads, ReadOnlySpan<double> rules, ReadOnlySpan<double> leanings, int code, Span<float> terms)
    {
        double bestHead = double.NegativeInfinity, bestRules = double.NegativeInfinity;
        for (var other = 0; other < heads.Length; other++)
        {
            if (other == code) continue;
            bestHead = Math.Max(bestHead, heads[other]);
            bestRules = Math.Max(bestRules, rules[other]);
        }
        terms[0] = (float)heads[code];
        terms[1] = (float)Math.Min(rules[code], StackInput.MostRules);
        terms[2] = rules[code] > 0 ? 1 : 0;
        terms[3] = heads.Length > 1 ? (float)Math.Clamp(heads[code] - bestHead, -WidestMargin, WidestMargin) : 0;
        terms[4] = heads.Length > 1 ? (float)Math.Clamp(rules[code] - bestRules, -WidestMargin, WidestMargin) : 0;
        terms[5] = leanings.IsEmpty ? 0 : (float)leanings[code];
    }

    /// <summary>The probability of each code, given that the listing is suspicious.</summary>
    public static double[] Shares(ReadOnlySpan<double> heads, ReadOnlySpan<double> rules, ReadOnlySpan<double> leanings, IReadOnlyList<double> weights, IReadOnlyList<double> biases)
    {
        var shares = new double[heads.Length];
        Span<float> terms = stackalloc float[Count];
        for (var c = 0; c < shares.Length; c++)
        {
            Write(heads, rules, leanings, c, terms);
            var logit = biases[c];
            for (var i = 0; i < Count; i++) logit += weights[i] * terms[i];
            shares[c] = TextModel.Probability(logit);
        }
        return shares;
    }
}
