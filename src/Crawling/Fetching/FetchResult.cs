using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling;

/// <summary>Why a page could not be had.</summary>
/// <param name="Code">
/// In a word that a program can read: <c>dns</c>, <c>connect</c>, <c>upstream</c>, <c>timeout-connect</c>, <c>timeout-first-byte</c>,
/// <c>timeout-body</c>, <c>tls</c>, <c>protocol</c>, <c>too-large</c>, <c>inflated-too-large</c>, <c>encoding</c>, <c>body-cut</c>, <c>redirect-limit</c>,
/// <c>redirect-loop</c>, <c>redirect-invalid</c>, <c>status-503</c>, <c>render</c>, <c>browser-crash</c>, <c>address:loopback</c> and the
/// other refusals of <see cref="EgressDecision"/>, <c>robots</c> and those of <see cref="LinkVerdict"/> for a redirect's target.
/// </param>
/// <param name="Message">One sentence for a person.</param>
/// <param name="Kind">What follows from it.</param>
/// <param name="RetryAfter">How long the server asks to wait, or null.</param>
public sealed record FetchFailure(string Code, string Message, FetchFailureKind Kind, TimeSpan? RetryAfter = null)
{
    /// <summary>A page that was had and could not be taken in.</summary>
    internal static FetchFailure OfHandler(Exception fault) => new("handler", Messages.Format("fetch.handler", fault.Message), FetchFailureKind.Retryable);
}

/// <summary>What follows from a failure.</summary>
public enum FetchFailureKind
{
    /// <summary>May succeed later.</summary>
    Retryable,

    /// <summary>Will fail again.</summary>
    Permanent,

    /// <summary>Not fetched on purpose.</summary>
    Refused,
}

/// <summary>A capture, or why there is none: exactly one of the two.</summary>
public sealed record FetchResult
{
    private FetchResult() { }

    public Capture? Capture { get; private init; }

    public FetchFailure? Failure { get; private init; }

    public static FetchResult Of(Capture capture) => new() { Capture = capture };

    public static FetchResult Of(FetchFailure failure) => new() { Failure = failure };

    internal static FetchResult Fail(string code, FetchFailureKind kind, TimeSpan? retryAfter = null, params object?[] arguments) =>
        Of(Failed(code, kind, retryAfter, arguments));

    internal static FetchFailure Failed(string code, FetchFailureKind kind, TimeSpan? retryAfter = null, params object?[] arguments) =>
        new(code, Messages.ForCode("fetch", code, arguments), kind, retryAfter);
}

/// <summary>One page to fetch.</summary>
/// <param name="Source">Whose page it is.</param>
/// <param name="Url">Absolute URL.</param>
/// <param name="Admit">
/// Asked for each redirect's target before it is fetched (the first URL is the caller's matter): a refusal's code, or null. May
/// wait, for robots.txt for instance.
/// </param>
public sealed record FetchRequest(SourceDefinition Source, string Url, Func<Uri, CancellationToken, ValueTask<string?>>? Admit = null)
{
    /// <summary>The validators of the capture known, sent as <c>If-None-Match</c> and <c>If-Modified-Since</c>.</summary>
    public string? ETag { get; init; }

    /// <inheritdoc cref="ETag"/>
    public string? LastModified { get; init; }
}

/// <summary>Fetches pages for one source. Throws only when cancelled: every fault of the world is a <see cref="FetchFailure"/>.</summary>
public interface IPageFetcher
{
    Task<FetchResult> FetchAsync(FetchRequest request, CancellationToken cancellationToken);
}

/// <summary>Bounds of one answer.</summary>
public sealed record FetchLimits
{
    /// <summary>Bytes of a body as sent.</summary>
    public int MaxCompressedBytes { get; init; } = 10 * 1024 * 1024;

    /// <summary>Bytes of a body after content decoding.</summary>
    public int MaxInflatedBytes { get; init; } = 30 * 1024 * 1024;

    /// <summary>Redirects followed.</summary>
    public int MaxRedirects { get; init; } = 10;

    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>From sending the request to the answer's head.</summary>
    public TimeSpan FirstByte { get; init; } = TimeSpan.FromSeconds(20);
}
