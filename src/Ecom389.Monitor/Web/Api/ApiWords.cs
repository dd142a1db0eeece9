using Ecom389.Monitor.Core;
using Ecom389.Monitor.Web.Accounts;
using Ecom389.Monitor.Web.Listings;

namespace Ecom389.Monitor.Web.Api;

/// <summary>What a caller may read of a seller's words: leaders see telephone numbers starred, as on the pages.</summary>
internal static class ApiWords
{
    public static string Shown(string words, Person caller) => caller.MayDecide ? words : PersonalData.Mask(words);

    public static string? ShownOrNull(string? words, Person caller) => words is null ? null : Shown(words, caller);

    public static ListingRecord Shown(ListingRecord record, Person caller) => caller.MayDecide
        ? record
        : record with
        {
            Title = PersonalData.Mask(record.Title),
            Description = PersonalData.Mask(record.Description),
            PriceText = PersonalData.Mask(record.PriceText),
            Brand = ShownOrNull(record.Brand, caller),
            Seller = record.Seller with
            {
                Name = ShownOrNull(record.Seller.Name, caller),
                Phone = record.Seller.Phone is { } phone ? PersonalData.MaskWhole(phone) : null,
                Location = ShownOrNull(record.Seller.Location, caller),
            },
            Attributes = record.Attributes.ToDictionary(attribute => attribute.Key, attribute => PersonalData.Mask(attribute.Value), StringComparer.Ordinal),
        };
}
