using System.Runtime.InteropServices;

namespace Ecom389.Monitor.Detection.Products;

/// <summary>A title cut and read once.</summary>
internal sealed class TitleReading
{
    private const int UsualTokens = 64;
    private readonly OfferRoles _all;

    /// <param name="value">Normalised text.</param>
    /// <param name="length">How much of it is read.</param>
    /// <param name="rolesAlone">Whether offer words are wanted without a product; else a title that names none is not read further.</param>
    public TitleReading(ProductLexicon lexicon, string value, int length, bool rolesAlone = false)
    {
        Text = value;
        var text = value.AsSpan(0, length);
        TitleTokens.Cut(text, Tokens);
        var numbers = new List<int>(Tokens.Count);
        lexicon.Read(text, CollectionsMarshal.AsSpan(Tokens), numbers);
        var raw = CollectionsMarshal.AsSpan(numbers);
        if (!rolesAlone) lexicon.FindProducts(raw, Products);
        for (var i = Products.Count - 1; i >= 0; i--)
        {
            if (IsOtherModel(lexicon, raw, Products[i].To)) Products.RemoveAt(i);
        }
        if (Products.Count == 0 && !rolesAlone) return;
        lexicon.FindRoles(raw, Products, Roles);
        foreach (var role in Roles) _all |= role.Roles;
    }

    /// <summary>The normalised text; only its beginning was read.</summary>
    public string Text { get; }

    public List<TitleToken> Tokens { get; } = new(UsualTokens);

    public List<ProductHit> Products { get; } = [];

    public List<RoleHit> Roles { get; } = [];

    /// <summary>"Flip7 FE", "A5x": a word for another variant, or a single letter grown onto the number, belongs to a model not known here.</summary>
    private bool IsOtherModel(ProductLexicon lexicon, ReadOnlySpan<int> raw, int next)
    {
        if (next >= Tokens.Count || Tokens[next].Break) return false;
        var (before, token) = (Tokens[next - 1], Tokens[next]);
        if (token.Start == before.End && token.End == token.Start + 1 && (char.IsAsciiLetter(Text[token.Start]) || Text[token.Start] == '+') && (Text[token.Start] == '+' || char.IsAsciiDigit(Text[before.End - 1]))) return true;
        return lexicon.IsVariant(raw, next);
    }

    public bool Has(OfferRoles role) => (_all & role) != OfferRoles.None;
}
