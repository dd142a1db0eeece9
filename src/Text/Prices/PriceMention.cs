namespace Ecom389.Monitor.Text;

/// <summary>What an amount in a text is the amount of.</summary>
public enum PriceRole
{
    /// <summary>The price of what is offered, as far as the words around it tell.</summary>
    Price,

    /// <summary>A former price: giá cũ, giá gốc, giá niêm yết.</summary>
    OldPrice,

    /// <summary>An instalment or a rent for a time: góp, /tháng.</summary>
    Instalment,

    /// <summary>A deposit: cọc.</summary>
    Deposit,

    /// <summary>What is taken off: giảm, rẻ hơn, voucher.</summary>
    Discount,

    /// <summary>The worth of something else: quà tặng trị giá.</summary>
    GiftValue,

    /// <summary>Delivery and other fees: phí ship, công lắp.</summary>
    Fee,

    /// <summary>A condition: đơn từ, tối thiểu, bồi thường, phạt.</summary>
    Threshold,

    /// <summary>Pay in a job advertisement: lương, thu nhập.</summary>
    Wage,
}

/// <summary>An amount of money found in a text.</summary>
/// <param name="Text">Exactly as written.</param>
/// <param name="Start">UTF-16 offset into the text.</param>
/// <param name="End">One past the last.</param>
/// <param name="Amount">The amount; of a range the lower end. Where only the upper end is stated ("dưới 3 tỷ") both ends are that.</param>
/// <param name="UpTo">The upper end of a range or of a masked price (12tr***), else null.</param>
/// <param name="Currency"><c>VND</c> for đồng, an ISO 4217 code or the sign as written; empty when nothing tells.</param>
public sealed record PriceMention(string Text, int Start, int End, decimal Amount, decimal? UpTo, string Currency)
{
    /// <summary>What it is the amount of, by the words around it.</summary>
    public PriceRole Role { get; init; }
}
