using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Model;

namespace Ecom389.Monitor.Learning.Training;

/// <summary>What the stack is fitted on: text heads' and rules' sayings of a listing that the heads had not seen.</summary>
public sealed record OutOfFold(PreparedListing Listing, StackInput Input, double[] Codes);

/// <summary>What tells the codes of a suspicious listing.</summary>
/// <param name="Weights">Of the terms of <see cref="CodeTerms"/>.</param>
/// <param name="Biases">One a code.</param>
/// <param name="Leanings">What categories suggest.</param>
public sealed record CodeStack(double[] Weights, double[] Biases, CodeLeanings Leanings)
{
    /// <summary>The probability of each code, given that the listing is suspicious.</summary>
    public double[] Shares(OutOfFold row, IReadOnlyList<string> codes) => CodeTerms.Shares(
        row.Codes,
        [.. codes.Select(code => RuleSums.Of(row.Listing.Signals, code).For)],
        Leanings.For(row.Listing.Source.Listing.Category),
        Weights,
        Biases);
}

/// <summary>
/// Fits the final head on out-of-fold scores, weighted to the labelled mix, so that its probabilities are calibrated there. Terms that
/// sense demands to be monotone keep a weight of zero or more.
/// </summary>
public static class StackTrainer
{
    /// <summary>Weights of the terms and the bias.</summary>
    public static (double[] Weights, double Bias) Fit(IReadOnlyList<OutOfFold> rows, TrainingSettings settings, CancellationToken cancellation)
    {
        var positives = rows.Count(row => row.Listing.Source.Label.Suspicious);
        var prior = settings.LabelledPrior;
        var forPositive = (float)(prior * rows.Count / Math.Max(positives, 1));
        var forNegative = (float)((1 - prior) * rows.Count / Math.Max(rows.Count - positives, 1));
        var positive = rows.Select(row => row.Listing.Source.Label.Suspicious).ToArray();
        var weights = positive.Select(is_ => is_ ? forPositive : forNegative).ToArray();
        var terms = rows.Select(row =>
        {
            var values = new float[StackInput.Terms];
            (row.Input with { RuleFor = RuleSupport.ForUnreadWriter(row.Listing, settings.RulesWithheld) }).Write(values);
            return values;
        }).ToList();
        return Monotone(terms, positive, weights, StackInput.Terms, cancellation);
    }

    /// <summary>One set of weights for all codes, of <see cref="CodeTerms"/>, a bias for each, and what categories suggest.</summary>
    public static CodeStack FitCodes(IReadOnlyList<OutOfFold> rows, IReadOnlyList<string> codes, CancellationToken cancellation)
    {
        List<OutOfFold> suspicious = [.. rows.Where(static row => row.Listing.Source.Label.Suspicious)];
        var leanings = CodeLeanings.Of([.. suspicious.Select(static row => (row.Listing.Source.Listing.Category, row.Listing.Source.Label.Violations))], codes);
        var terms = new List<float[]>();
        var positive = new List<bool>();
        foreach (var row in suspicious)
        {
            var suggested = leanings.For(row.Listing.Source.Listing.Category);
            var rules = codes.Select(code => RuleSums.Of(row.Listing.Signals, code).For).ToArray();
            for (var c = 0; c < codes.Count; c++)
            {
                var values = new float[CodeTerms.Count + codes.Count];
                CodeTerms.Write(row.Codes, rules, suggested, c, values);
                values[CodeTerms.Count + c] = 1;
                terms.Add(values);
                positive.Add(row.Listing.Source.Label.Violations.Contains(codes[c], StringComparer.Ordinal));
            }
        }
        var (weights, bias) = Monotone(terms, [.. positive], [.. Enumerable.Repeat(1f, terms.Count)], CodeTerms.Count, cancellation);
        return new(weights[..CodeTerms.Count], Array.ConvertAll(weights[CodeTerms.Count..], own => own + bias), leanings);
    }

    /// <summary>Fits; while one of the first <paramref name="monotone"/> terms has a weight below zero, leaves the worst out and fits again.</summary>
    private static (double[] Weights, double Bias) Monotone(List<float[]> terms, bool[] positive, float[] weights, int monotone, CancellationToken cancellation)
    {
        if (terms.Count == 0) throw new InvalidInputException("There is nothing to learn from: no labelled listing of each verdict.");
        var kept = Enumerable.Range(0, terms[0].Length).ToList();
        var rows = Enumerable.Range(0, terms.Count).ToList();
        while (true)
        {
            var matrix = new SparseMatrix();
            var columns = kept.ToArray();
            foreach (var row in terms) matrix.Add(columns, Array.ConvertAll(columns, column => row[column]));
            var fit = LogisticRegression.Fit(matrix, terms[0].Length, rows, positive, weights, 1, cancellation);
            var worst = kept.Where(column => column < monotone).MinBy(column => fit.Weights[column]);
            if (kept.Count(column => column < monotone) <= 1 || fit.Weights[worst] >= 0) return (fit.Weights, fit.Bias);
            kept.Remove(worst);
        }
    }
}
