namespace Ecom389.Monitor.Detection.Products;

/// <summary>What a word or phrase says of the offer in which it stands; one phrase may say several things.</summary>
[Flags]
internal enum OfferRoles
{
    None = 0,
    Accessory = 1,
    AccessoryAfter = 1 << 1,
    Part = 1 << 2,
    PartAnywhere = 1 << 3,
    For = 1 << 4,
    Gift = 1 << 5,
    Combo = 1 << 6,
    Service = 1 << 7,
    ServiceTail = 1 << 8,
    Wanted = 1 << 9,
    Dummy = 1 << 10,
    Like = 1 << 11,
    Trade = 1 << 12,
    Neutral = 1 << 13,
    OtherText = 1 << 14,
    Broken = 1 << 15,
    NoComparison = 1 << 16,
    Used = 1 << 17,
    Refurbished = 1 << 18,
    New = 1 << 19,
    StrongGift = 1 << 20,
    OtherBrand = 1 << 21,
    Variant = 1 << 22,
}

/// <summary>One phrase with all that it says.</summary>
internal sealed class OfferPhrase(string text)
{
    public string Text => text;

    public OfferRoles Roles { get; set; }

    /// <summary>Product categories whose own name this is: "tai nghe" before AirPods is no accessory.</summary>
    public HashSet<string> NamesCategories { get; } = new(StringComparer.Ordinal);
}

/// <summary>Phrases by role as <c>rules/offer-words.yaml</c> lists them.</summary>
/// <param name="ByRole">Role to phrases.</param>
/// <param name="CategoryNouns">Product category to the nouns that name it.</param>
/// <param name="PreferCategories">Categories whose goods name what they are for: toner for a printer, a charger for a phone.</param>
public sealed record OfferWords(
    IReadOnlyDictionary<string, IReadOnlyList<string>> ByRole,
    IReadOnlyDictionary<string, IReadOnlyList<string>> CategoryNouns,
    IReadOnlySet<string> PreferCategories)
{
    /// <summary>Names of the lists in the file and what they stand for.</summary>
    internal static IReadOnlyDictionary<string, OfferRoles> Roles { get; } = new Dictionary<string, OfferRoles>(StringComparer.Ordinal)
    {
        ["accessory"] = OfferRoles.Accessory,
        ["accessoryAfter"] = OfferRoles.AccessoryAfter,
        ["part"] = OfferRoles.Part,
        ["partAnywhere"] = OfferRoles.PartAnywhere,
        ["for"] = OfferRoles.For,
        ["gift"] = OfferRoles.Gift,
        ["strongGift"] = OfferRoles.StrongGift | OfferRoles.Gift,
        ["combo"] = OfferRoles.Combo,
        ["service"] = OfferRoles.Service,
        ["serviceTail"] = OfferRoles.ServiceTail,
        ["wanted"] = OfferRoles.Wanted,
        ["dummy"] = OfferRoles.Dummy,
        ["like"] = OfferRoles.Like,
        ["trade"] = OfferRoles.Trade,
        ["neutral"] = OfferRoles.Neutral,
        ["other"] = OfferRoles.OtherText,
        ["variants"] = OfferRoles.Variant,
        ["broken"] = OfferRoles.Broken,
        ["noComparison"] = OfferRoles.NoComparison,
        ["states/used"] = OfferRoles.Used,
        ["states/refurbished"] = OfferRoles.Refurbished,
        ["states/new"] = OfferRoles.New,
    };

    /// <summary>No words.</summary>
    public static OfferWords None { get; } = new(new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal), new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
}

/// <summary>The catalogue as <c>rules/products.yaml</c> lists it.</summary>
/// <param name="Entries">Products with the names under which they go, and names believed only without another maker's name before them.</param>
/// <param name="Aliases">A word or phrase to its other spellings.</param>
/// <param name="OtherBrands">Makers and series before which a bare name is not believed.</param>
public sealed record ProductCatalogue(
    IReadOnlyList<ProductEntry> Entries,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Aliases,
    IReadOnlyList<string> OtherBrands)
{
    /// <summary>No products.</summary>
    public static ProductCatalogue None { get; } = new([], new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal), []);
}

/// <summary>A product and its names.</summary>
public sealed record ProductEntry(Product Product, IReadOnlyList<string> Names, IReadOnlyList<string> Bare);
