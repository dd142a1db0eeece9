using System.Globalization;

namespace Ecom389.Monitor.Bench.Rules;

/// <summary>Some of many, with the 95 % interval of Wilson's score (1927), which also holds for few and for extreme counts.</summary>
internal readonly record struct Share(int Part, int Whole)
{
    private const double Z = 1.959964;

    /// <summary>The share; 1 of an empty whole, for nothing was wrong.</summary>
    public double Value => Whole == 0 ? 1 : (double)Part / Whole;

    /// <summary>Lower and upper end.</summary>
    public (double Low, double High) Interval
    {
        get
        {
            if (Whole == 0) return (0, 1);
            var n = (double)Whole;
            var centre = (Value + (Z * Z / (2 * n))) / (1 + (Z * Z / n));
            var half = Z / (1 + (Z * Z / n)) * Math.Sqrt((Value * (1 - Value) / n) + (Z * Z / (4 * n * n)));
            return (Math.Max(0, centre - half), Math.Min(1, centre + half));
        }
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value:0.000} ({Interval.Low:0.00}–{Interval.High:0.00})");
}
