namespace Ecom389.Monitor.Bench.Rules;

/// <summary>The label of a development set's row.</summary>
internal sealed record LabelledListing(Label Label);

internal sealed record Label(string Verdict, IReadOnlyList<string> Violations, IReadOnlyList<string> Cues);

/// <summary>What one rule hit.</summary>
internal sealed class RuleTally
{
    public int Suspicious { get; set; }

    public int OtherCode { get; set; }

    public int Clean { get; set; }

    public int Ordinary { get; set; }
}
