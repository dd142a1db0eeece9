namespace Ecom389.Monitor.Text;

/// <summary>An amount of money found in a text.</summary>
/// <param name="Text">Exactly as written.</param>
/// <param name="Start">UTF-16 offset into the text.</param>
/// <param name="End">One past the last.</param>
/// <param name="Amount">The amount; of a range the lower end.</param>
/// <param name="UpTo">The upper end of a range, else null.</param>
/// <param name="Currency">ISO 4217 code, <c>VND</c> for đồng, or the sign as written.</param>
public sealed record PriceMention(string Text, int Start, int End, decimal Amount, decimal? UpTo, string Currency);

/// <summary>Reads prices as Vietnamese sellers and foreign shops write them.</summary>
public static class PriceReader
{
    /// <summary>Every price in running text, in order.</summary>
    public static IReadOnlyList<PriceMention> Find(string text) => [];

    /// <summary>The one price a price field states ("₫1.250.000", "1tr2", "12,5 triệu", "$ 1,299.00"), or null for none.</summary>
    /// <param name="text">The price field.</param>
    /// <param name="currencyHint">A currency known from elsewhere on the page, or null.</param>
    public static PriceMention? Read(string text, string? currencyHint = null) => null;
}
