using System.Runtime.InteropServices;

namespace Ecom389.Monitor.Detection.Products;

/// <summary>A title cut and read once.</summary>
internal sealed class TitleReading
{
    private readonly OfferRoles _all;

    /// <param name="value">Normalised text.</param>
    /// <param name="length">How much of it is read.</param>
    public TitleReading(ProductLexicon lexicon, string value, int length)
    {
        Text = value;
        var text = value.AsSpan(0, length);
        TitleTokens.Cut(text, Tokens);
        var numbers = new List<int>(Tokens.Count);
        lexicon.Read(text, CollectionsMarshal.AsSpan(Tokens), numbers);
        var raw = CollectionsMarshal.AsSpan(numbers);
        lexicon.FindProducts(raw, Products);
        lexicon.FindRoles(raw, Products, Roles);
        foreach (var role in Roles) _all |= role.Roles;
    }

    /// <summary>The normalised text; only its beginning was read.</summary>
    public string Text { get; }

    public List<TitleToken> Tokens { get; } = [];

    public List<ProductHit> Products { get; } = [];

    public List<RoleHit> Roles { get; } = [];

    public bool Has(OfferRoles role) => (_all & role) != OfferRoles.None;
}
