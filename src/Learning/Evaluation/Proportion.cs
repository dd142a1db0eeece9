using System.Globalization;

namespace Ecom389.Monitor.Learning.Evaluation;

/// <summary>A share with its 95 % interval (Wilson's score interval, which also holds for few and for extreme counts).</summary>
public sealed record Proportion(int Hits, int Of)
{
    private const double Z = 1.959964;

    public double Value => Of == 0 ? 0 : (double)Hits / Of;

    public double Low => Math.Max(0, Centre - Half);

    public double High => Of == 0 ? 1 : Math.Min(1, Centre + Half);

    /// <summary>As people read it: <c>0.834 (0.815 to 0.852, 1260 of 1510)</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value:F3} ({Low:F3} to {High:F3}, {Hits} of {Of})");

    private double Centre => Of == 0 ? 0.5 : (Value + (Z * Z / (2 * Of))) / (1 + (Z * Z / Of));

    private double Half => Of == 0 ? 0.5 : Z / (1 + (Z * Z / Of)) * Math.Sqrt((Value * (1 - Value) / Of) + (Z * Z / (4.0 * Of * Of)));
}
