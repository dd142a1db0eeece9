using System.Runtime.InteropServices;
using Ecom389.Monitor.Text;

namespace Ecom389.Monitor.Detection.Products;

/// <summary>A product name as the trie holds it.</summary>
internal sealed record ProductName(Product Product, bool Bare);

/// <summary>A product found in a title, in raw tokens.</summary>
internal readonly record struct ProductHit(Product Product, int From, int To);

/// <summary>A phrase with a role found in a title, in raw tokens.</summary>
internal readonly record struct RoleHit(OfferPhrase Phrase, int From, int To)
{
    public OfferRoles Roles => Phrase.Roles;
}

/// <summary>
/// Names and offer words over numbered tokens, in one reading (with diacritics, or without for titles that have none). Immutable
/// after construction.
/// </summary>
internal sealed class ProductLexicon
{
    private readonly bool _folded;
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly TokenTrie<int[]> _aliases = new();
    private readonly TokenTrie<ProductName> _names = new();
    private readonly TokenTrie<OfferPhrase> _roles = new();
    private readonly List<(Product Product, Product Known, string Name)> _clashes = [];

    public ProductLexicon(ProductCatalogue catalogue, OfferWords words, bool folded)
    {
        _folded = folded;
        _lookup = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var (canonical, spellings) in catalogue.Aliases)
        {
            var target = Number(canonical);
            _aliases.Add(target, target);
            foreach (var spelling in spellings) _aliases.Add(Number(spelling), target);
        }
        foreach (var entry in catalogue.Entries)
        {
            foreach (var name in entry.Names) AddName(name, new(entry.Product, Bare: false));
            foreach (var name in entry.Bare) AddName(name, new(entry.Product, Bare: true));
        }
        foreach (var (role, phrases) in words.ByRole)
        {
            foreach (var phrase in phrases) Phrase(phrase).Roles |= OfferWords.Roles[role];
        }
        foreach (var brand in catalogue.OtherBrands) Phrase(brand).Roles |= OfferRoles.OtherBrand;
        foreach (var (category, nouns) in words.CategoryNouns)
        {
            foreach (var noun in nouns) Phrase(noun).NamesCategories.Add(category);
        }
    }

    /// <summary>Names that two products claim.</summary>
    public IReadOnlyList<(Product Product, Product Known, string Name)> Clashes => _clashes;

    /// <summary>Numbers of the tokens; -1 for those in no phrase.</summary>
    public void Read(ReadOnlySpan<char> text, ReadOnlySpan<TitleToken> tokens, List<int> numbers)
    {
        foreach (var token in tokens) numbers.Add(_lookup.TryGetValue(text[token.Start..token.End], out var id) ? id : -1);
    }

    /// <summary>Products named, longest first at each place, never overlapping.</summary>
    public void FindProducts(ReadOnlySpan<int> raw, List<ProductHit> hits)
    {
        // A title without a word that opens a name or another spelling of one names nothing.
        if (!_aliases.MayStart(raw) && !_names.MayStart(raw)) return;
        var canonical = new List<int>(raw.Length + 4);
        var source = new List<(int From, int To)>(raw.Length + 4);
        for (var i = 0; i < raw.Length;)
        {
            if (_aliases.Longest(raw, i, out var length) is { } target)
            {
                foreach (var token in target)
                {
                    canonical.Add(token);
                    source.Add((i, i + length));
                }
                i += length;
            }
            else
            {
                canonical.Add(raw[i]);
                source.Add((i, ++i));
            }
        }
        var tokens = CollectionsMarshal.AsSpan(canonical);
        for (var i = 0; i < tokens.Length;)
        {
            if (_names.Longest(tokens, i, out var length) is { } name && !(name.Bare && AfterOtherBrand(raw, source[i].From)))
            {
                hits.Add(new(name.Product, source[i].From, source[i + length - 1].To));
                i += length;
            }
            else
            {
                i++;
            }
        }
    }

    /// <summary>Offer words outside the products named; the longest at each place.</summary>
    public void FindRoles(ReadOnlySpan<int> raw, List<ProductHit> products, List<RoleHit> hits)
    {
        var next = 0;
        for (var i = 0; i < raw.Length;)
        {
            while (next < products.Count && products[next].To <= i) next++;
            if (next < products.Count && products[next].From <= i)
            {
                i = products[next].To;
                continue;
            }
            var end = next < products.Count ? products[next].From : raw.Length;
            if (_roles.Longest(raw[..end], i, out var length) is { } phrase)
            {
                hits.Add(new(phrase, i, i + length));
                i += length;
            }
            else
            {
                i++;
            }
        }
    }

    /// <summary>Whether a single word right behind a name makes another model of it.</summary>
    public bool IsVariant(ReadOnlySpan<int> raw, int at) => _roles.Longest(raw[at..(at + 1)], 0, out _) is { } phrase && (phrase.Roles & OfferRoles.Variant) != OfferRoles.None;

    private bool AfterOtherBrand(ReadOnlySpan<int> raw, int at) =>
        at > 0 && _roles.Longest(raw[..at], at - 1, out _) is { } before && (before.Roles & OfferRoles.OtherBrand) != OfferRoles.None;

    private void AddName(string name, ProductName value)
    {
        var raw = Number(name);
        var canonical = new List<int>();
        for (var i = 0; i < raw.Length;)
        {
            if (_aliases.Longest(raw, i, out var length) is { } target)
            {
                canonical.AddRange(target);
                i += length;
            }
            else
            {
                canonical.Add(raw[i++]);
            }
        }
        if (_names.Add(CollectionsMarshal.AsSpan(canonical), value) is { } known && known.Product != value.Product) _clashes.Add((value.Product, known.Product, name));
    }

    private OfferPhrase Phrase(string text)
    {
        var phrase = new OfferPhrase(text);
        return _roles.Add(Number(text), phrase) ?? phrase;
    }

    private int[] Number(string phrase)
    {
        var normalised = Normaliser.Normalise(phrase);
        var text = _folded ? normalised.Folded : normalised.Value;
        var tokens = new List<TitleToken>();
        TitleTokens.Cut(text, tokens);
        return [.. tokens.Select(token => Id(text[token.Start..token.End]))];

        int Id(string token)
        {
            if (!_ids.TryGetValue(token, out var id)) _ids.Add(token, id = _ids.Count);
            return id;
        }
    }
}
