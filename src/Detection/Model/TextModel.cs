using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Detection.Model;

/// <summary>
/// A trained classifier: a head that weighs a listing as a whole, one that looks for cues segment by segment, and one head a
/// violation code. Immutable; safe for concurrent use.
/// </summary>
public sealed class TextModel
{
    private readonly Lazy<FeatureCells> _cells;

    public TextModel(ModelHeader header, float[] scales, HeadWeights listing, HeadWeights segment, IReadOnlyList<HeadWeights> codes, string version)
    {
        Header = header;
        Listing = listing;
        Segment = segment;
        Codes = codes;
        Version = version;
        Scales = scales;
        _cells = new(() => new(this));
    }

    /// <summary>The weights as scoring reads them, made when first asked for.</summary>
    internal FeatureCells Cells => _cells.Value;

    public ModelHeader Header { get; }

    /// <summary>Content hash of the model file.</summary>
    public string Version { get; }

    /// <summary>By bucket, how much an occurrence counts before a row is scaled to length one; 0: unknown.</summary>
    public float[] Scales { get; }

    public HeadWeights Listing { get; }

    public HeadWeights Segment { get; }

    /// <summary>Each tells, of a suspicious listing, whether it has its code.</summary>
    public IReadOnlyList<HeadWeights> Codes { get; }

    /// <summary>The log-odds on the labelled mix.</summary>
    public double Logit(StackInput input)
    {
        Span<float> terms = stackalloc float[StackInput.Terms];
        input.Write(terms);
        var sum = Header.StackBias;
        for (var i = 0; i < terms.Length; i++) sum += Header.Stack[i] * terms[i];
        return sum;
    }

    /// <summary>For each code the probability that a suspicious listing has it.</summary>
    /// <param name="codes">What the code heads say, in the order of <see cref="Codes"/>.</param>
    /// <param name="signals">What the signal sources say.</param>
    /// <param name="category">The listing's, or null.</param>
    public double[] CodeShares(double[] codes, IReadOnlyList<Signal> signals, string? category)
    {
        var rules = new double[codes.Length];
        for (var c = 0; c < rules.Length; c++) rules[c] = RuleSums.Of(signals, Codes[c].Name).For;
        return CodeTerms.Shares(codes, rules, Header.CodeLeanings.For(category), Header.CodeStack, Header.CodeBiases);
    }

    /// <summary>The probability of log-odds.</summary>
    public static double Probability(double logit) => 1 / (1 + Math.Exp(-logit));

    /// <summary>A probability under one prior as it is under another.</summary>
    public static double Shift(double probability, double from, double to)
    {
        var positive = probability * to / from;
        var negative = (1 - probability) * (1 - to) / (1 - from);
        return positive / (positive + negative);
    }

    /// <summary>Throws <see cref="InvalidInputException"/> naming the file where the model was trained under other features than this program reads.</summary>
    public void RequireCurrentFeatures(string file)
    {
        if (!string.Equals(Header.FeatureVersion, Header.Settings.Version, StringComparison.Ordinal))
        {
            throw new InvalidInputException(new InputError(file, null, "featureVersion",
                $"the model was trained on features {Header.FeatureVersion}, this program reads {Header.Settings.Version}: train it again (ecom389 train)"));
        }
    }
}
