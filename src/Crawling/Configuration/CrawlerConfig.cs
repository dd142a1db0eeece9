using System.Net;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling;

/// <summary>Who crawls: told to every site.</summary>
/// <param name="UserAgent">The User-Agent header; its first word before <c>/</c> is the name that robots.txt rules are read for.</param>
/// <param name="Organisation">The authority behind it.</param>
public sealed record CrawlContact(string UserAgent, string? Organisation)
{
    /// <summary>What is sent where crawler.json says nothing.</summary>
    public static CrawlContact Default { get; } = new("Ecom389Monitor/0.1", null);

    /// <summary>The product token for robots.txt.</summary>
    public string RobotsAgent => UserAgent.Split('/', ' ')[0];
}

/// <summary>How the crawl reaches the world.</summary>
/// <param name="UpstreamProxy">A government's proxy, or null.</param>
/// <param name="CaFile">Path of a PEM file with further root certificates, an internal CA's, or null.</param>
/// <param name="ConnectTo">Host pattern to the address dialled instead, for sources that allow private addresses.</param>
public sealed record CrawlNetwork(Uri? UpstreamProxy, string? CaFile, IReadOnlyList<KeyValuePair<string, IPEndPoint>> ConnectTo)
{
    /// <summary>Straight out.</summary>
    public static CrawlNetwork Direct { get; } = new(null, null, []);
}

/// <summary>crawler.json as read: what to crawl, as whom and through what.</summary>
public sealed record CrawlerConfig(int SchemaVersion, CrawlContact Contact, CrawlNetwork Network, IReadOnlyList<SourceDefinition> Sources)
{
    /// <summary>The version of crawler.json that this program writes and reads.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>Reads a file. Throws <see cref="InvalidInputException"/> with every fault, also when the file cannot be read.</summary>
    public static async Task<CrawlerConfig> LoadAsync(string path, CancellationToken cancellationToken)
    {
        byte[] text;
        try
        {
            text = await File.ReadAllBytesAsync(path, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(new InputError(path, null, null, Messages.Format("config.unreadable", fault.Message)));
        }

        return Parse(text, path);
    }

    /// <summary>Reads a text. Throws <see cref="InvalidInputException"/> with every fault.</summary>
    /// <param name="json">UTF-8 JSON; comments and trailing commas allowed.</param>
    /// <param name="file">The name faults are reported under; relative paths within are kept as written.</param>
    public static CrawlerConfig Parse(ReadOnlySpan<byte> json, string file) => new CrawlerConfigReader(file).Read(json);
}
