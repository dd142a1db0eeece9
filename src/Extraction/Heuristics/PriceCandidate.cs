using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Extraction;

/// <summary>A price a reader sees on the page.</summary>
/// <param name="Position">Index of the element whose text it is.</param>
/// <param name="Text">The element's text.</param>
/// <param name="Price">What it means.</param>
/// <param name="IsOld">Struck out or labelled as a former or suggested price.</param>
/// <param name="IsOther">An amount that is not the price of the goods: instalment, shipping, voucher, per unit.</param>
/// <param name="HasCurrency">The text names the currency.</param>
internal sealed record PriceCandidate(int Position, string Text, Money Price, bool IsOld, bool IsOther, bool HasCurrency)
{
    /// <summary>Old for certain: by tag or style, not only by name.</summary>
    public bool IsStruckOut { get; init; }

    /// <summary>Old only because a lower amount and a percentage stand beside it: enough to prefer the lower, not to refute the page's data.</summary>
    public bool IsOldByPair { get; init; }

    /// <summary>The words before it say "price".</summary>
    public bool IsLabelled { get; init; }

    public double Score { get; set; }
}
