namespace Ecom389.Monitor.Samples;

/// <summary>One way in which the hostile shop tries to hurt a crawler.</summary>
/// <param name="Path">Where it begins, linked from the shop's front page.</param>
/// <param name="Kind">What it is.</param>
public sealed record HostileTrap(string Path, HostileTrapKind Kind);

/// <summary>The kinds of trap, each a thing that real sites do, by malice or by accident.</summary>
public enum HostileTrapKind
{
    /// <summary>A page a month, for ever in both directions.</summary>
    EndlessCalendar,

    /// <summary>A list that always has a next page.</summary>
    EndlessPages,

    /// <summary>Every page links to itself under a new session id.</summary>
    SessionIds,

    /// <summary>Filters that combine without end.</summary>
    EndlessFacets,

    /// <summary>Two addresses that redirect to each other.</summary>
    RedirectLoop,

    /// <summary>A chain of redirects without end, each to a new address.</summary>
    EndlessRedirects,

    /// <summary>429 with Retry-After: 1 the first time, then an honest listing.</summary>
    TooManyRequestsOnce,

    /// <summary>429 with Retry-After: 3600, always.</summary>
    TooManyRequestsAlways,

    /// <summary>Body of one byte a second, without end.</summary>
    SlowBody,

    /// <summary>No answer at all while the connection stays open.</summary>
    NoFirstByte,

    /// <summary>The connection breaks in the middle of the body.</summary>
    BrokenBody,

    /// <summary>A page of links that all answer 500 or 503.</summary>
    ServerErrors,

    /// <summary>2 GB of body in about 2 MB of gzip.</summary>
    InflatedBody,

    /// <summary>A page of 40 MB.</summary>
    HugePage,

    /// <summary>Elements nested 100,000 deep.</summary>
    DeepNesting,

    /// <summary>An honest listing in UTF-8 whose header says ISO-8859-1.</summary>
    WrongCharset,

    /// <summary>An honest listing in windows-1258, declared only in a meta element.</summary>
    LegacyCharset,

    /// <summary>Bytes of a picture under text/html.</summary>
    BinaryAsHtml,

    /// <summary>A base element that turns harmless links into links to a metadata service.</summary>
    BaseElement,

    /// <summary>Redirect to a login form.</summary>
    LoginWall,

    /// <summary>A bot challenge.</summary>
    Challenge,

    /// <summary>Redirects to loopback, private and metadata addresses in every spelling.</summary>
    PrivateRedirect,

    /// <summary>Addresses robots.txt forbids: who asks for one has been caught.</summary>
    Disallowed,
}
