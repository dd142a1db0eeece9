using System.Collections.Frozen;

namespace Ecom389.Monitor.Extraction;

/// <summary>How the tree builder treats an element (WHATWG HTML §13.2.6).</summary>
[Flags]
internal enum TagTraits
{
    None = 0,

    /// <summary>Has no content and no end tag.</summary>
    Void = 1 << 0,

    /// <summary>Its start tag closes an open paragraph; its end tag closes it with what is open inside.</summary>
    Block = 1 << 1,

    Heading = 1 << 2,

    /// <summary>Kept in the list of active formatting elements.</summary>
    Formatting = 1 << 3,

    /// <summary>"Special": an end tag of something else does not reach beyond it.</summary>
    Special = 1 << 4,

    /// <summary>Ends the search for an element "in scope".</summary>
    Boundary = 1 << 5,

    /// <summary>Closed where its end tag is left out.</summary>
    Implied = 1 << 6,

    /// <summary>Its content is text, references left alone.</summary>
    Raw = 1 << 7,

    /// <summary>Its content is text with references.</summary>
    Escapable = 1 << 8,

    /// <summary>Belongs into the head, and may stand in the body.</summary>
    Head = 1 << 9,

    /// <summary>Part of a table.</summary>
    Table = 1 << 10,

    /// <summary>Inserted as it stands: formatting that was cut off is not taken up again before it.</summary>
    Bare = 1 << 11,

    /// <summary>Ends foreign content when met within it.</summary>
    LeavesForeign = 1 << 12,

    /// <summary>Not for the plain reader: the page goes to AngleSharp.</summary>
    Uncommon = 1 << 13,
}

/// <summary>An element's name and how it is treated.</summary>
internal sealed record TagKind(string Name, TagTraits Traits)
{
    public bool Has(TagTraits traits) => (Traits & traits) != TagTraits.None;
}

/// <summary>The elements of HTML, and the names of SVG that are not in small letters.</summary>
internal static class TagTable
{
    private static readonly (TagTraits Traits, string Names)[] Groups =
    [
        (TagTraits.Void, "area br embed img input wbr hr param source track link meta base col basefont bgsound keygen frame"),
        (TagTraits.Block, "address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer header hgroup main menu nav ol p section summary ul pre listing"),
        (TagTraits.Heading, "h1 h2 h3 h4 h5 h6"),
        (TagTraits.Formatting, "a b big code em font i s small strike strong tt u"),
        (TagTraits.Special, "address applet area article aside base basefont bgsound blockquote body br button caption center col colgroup dd details dir div dl dt embed fieldset figcaption figure footer form frame frameset " +
            "h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe img input keygen li link listing main marquee menu meta nav noembed noframes noscript object ol p param plaintext pre script search section select source " +
            "style summary table tbody td template textarea tfoot th thead title tr track ul wbr xmp"),
        (TagTraits.Boundary, "applet caption html table td th marquee object template"),
        (TagTraits.Implied, "dd dt li optgroup option p rb rp rt rtc"),
        (TagTraits.Raw, "script style iframe"),
        (TagTraits.Escapable, "title textarea"),
        (TagTraits.Head, "base link meta title script style"),
        (TagTraits.Table, "table tbody thead tfoot tr td th"),
        (TagTraits.Bare, "hr param source track textarea iframe link meta base title script style"),
        (TagTraits.LeavesForeign, "b big blockquote body br center code dd div dl dt em embed font h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul var"),
        (TagTraits.Uncommon, "applet marquee frame frameset image isindex keygen listing math nobr noembed noframes plaintext rb rp rt rtc ruby template xmp caption col colgroup basefont bgsound dialog menuitem search selectedcontent"),
    ];

    private static readonly FrozenDictionary<string, TagKind> Known = Make();

    private static readonly TagKind[] Kinds = [.. Known.Values];

    private static readonly NameTable ByName = new(Kinds.Select(kind => kind.Name));

    public static readonly TagKind P = Known["p"], Select = Known["select"];

    // SVG's own spellings (WHATWG HTML §13.2.6.5, "any other start tag").
    private static readonly FrozenDictionary<string, string> Svg =
        ("altGlyph altGlyphDef altGlyphItem animateColor animateMotion animateTransform clipPath feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight " +
        "feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence foreignObject glyphRef " +
        "linearGradient radialGradient textPath").Split(' ').ToFrozenDictionary(name => name.ToLowerInvariant(), StringComparer.Ordinal);

    // Names that pages use and layers ask for, as the code's own strings.
    private static readonly string[] CommonNames = [.. ("class id href src alt title style width height type name value content property rel itemprop itemscope itemtype itemid itemref role target action method placeholder loading srcset sizes lang dir charset media for " +
        "disabled selected checked datetime data-src data-id data-original data-sku data-track data-testid data-test data-qa aria-label aria-hidden tabindex onclick about typeof resource vocab prefix datatype rev " +
        "viewbox d fill stroke stroke-width xmlns points cx cy r x y").Split(' ').Select(string.Intern)];

    private static readonly NameTable AttributeNames = new(CommonNames);

    /// <summary>The name of a common attribute, given in small letters; null for others.</summary>
    public static string? AttributeName(ReadOnlySpan<char> name) => AttributeNames.Find(name) is >= 0 and var at ? CommonNames[at] : null;

    /// <summary>A known element, or null. The name in small letters.</summary>
    public static TagKind? Find(ReadOnlySpan<char> name) => ByName.Find(name) is >= 0 and var at ? Kinds[at] : null;

    /// <summary>A known element.</summary>
    public static TagKind Of(string name) => Known[name];

    /// <summary>How SVG spells a name given in small letters.</summary>
    public static string InSvg(string name) => Svg.GetValueOrDefault(name, name);

    private static FrozenDictionary<string, TagKind> Make()
    {
        var traits = new Dictionary<string, TagTraits>(StringComparer.Ordinal);
        foreach (var (trait, names) in Groups)
            // Interned, as the names in the code are: what is the same is seen to be so without a look at its letters.
            foreach (var name in names.Split(' ')) traits[string.Intern(name)] = traits.GetValueOrDefault(name) | trait;
        foreach (var plain in "span label svg noscript abbr sub sup time cite dfn kbd var q ins del button form option optgroup canvas video audio picture path g use rect circle line polygon polyline defs symbol html head body".Split(' '))
            traits.TryAdd(string.Intern(plain), TagTraits.None);
        return traits.ToFrozenDictionary(pair => pair.Key, pair => new TagKind(pair.Key, pair.Value), StringComparer.Ordinal);
    }
}
