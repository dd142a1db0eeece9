namespace Ecom389.Monitor.Core;

/// <summary>One choice of an offer: a colour or size of a shop's product, one of the things a post offers.</summary>
/// <param name="Name">What tells it from the others, as shown: "Đen / 128GB".</param>
/// <param name="PriceText">Its price as written, or empty.</param>
/// <param name="Price">What that means, or null.</param>
/// <param name="Sku">The shop's article number of this choice, or null.</param>
/// <param name="Availability"><c>InStock</c>, <c>OutOfStock</c> … as schema.org names them, or null.</param>
public sealed record ListingVariant(string Name, string PriceText, Money? Price, string? Sku, string? Availability);

/// <summary>How many a page says were sold of what it offers: not the seller's total (<see cref="SellerRecord.Sold"/>).</summary>
/// <param name="Count">"1,2k" is 1,200.</param>
/// <param name="AtLeast">Said as "5.4k+": that many or more.</param>
/// <param name="Period"><c>day</c>, <c>week</c>, <c>month</c> or <c>year</c> where a span is named ("/tháng"), else null: since it was put up.</param>
/// <param name="Text">As written.</param>
public sealed record UnitsSold(long Count, bool AtLeast, string? Period, string Text);

/// <summary>What the text wants of its reader: a buyer's advertisement typed as a sale is told by its words.</summary>
public static class ListingIntent
{
    /// <summary>Something is offered, as far as the words tell.</summary>
    public const string Sale = "sale";

    /// <summary>Somebody wants to buy.</summary>
    public const string Wanted = "wanted";

    /// <summary>A question, a warning, a vacancy: nothing changes hands.</summary>
    public const string Notice = "notice";
}

/// <summary>How far along a sale is where a text shows it.</summary>
public static class ListingPhase
{
    /// <summary>Made known before it can be had, or without price or way to order.</summary>
    public const string Advertising = "advertising";

    /// <summary>Can be bought: a price, a buy button, a way to order.</summary>
    public const string Offer = "offer";

    /// <summary>Shown as sold and sent: parcels, receipts, buyers' thanks.</summary>
    public const string Delivery = "delivery";
}
