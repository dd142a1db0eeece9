using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Channels;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling;

/// <summary>
/// The egress proxy's log: a line of JSON for each connection made or refused, in a file a day (UTC), <c>egress-2026-11-22.jsonl</c>. Hosts and
/// addresses only; no path, no credential. Whoever decides does not wait for the disk; what cannot be written is counted in
/// <see cref="Lost"/> and never stops a crawl. Safe for concurrent use.
/// </summary>
public sealed class EgressJournal : IAsyncDisposable
{
    /// <summary>Files older than this are deleted when a journal is opened.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(92);

    private const string Prefix = "egress-";
    private const string End = ".jsonl";

    private readonly string _folder;
    private readonly Channel<EgressDecision> _waiting = System.Threading.Channels.Channel.CreateUnbounded<EgressDecision>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _writing;
    private int _lost;

    private EgressJournal(string folder)
    {
        _folder = folder;
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Decisions that could not be written.</summary>
    public int Lost => Volatile.Read(ref _lost);

    /// <summary>Opens the folder, making it where there is none, and deletes what is past its time. Lets I/O errors through.</summary>
    public static EgressJournal Open(string folder, TimeProvider time)
    {
        Directory.CreateDirectory(folder);
        var oldest = NameOf(time.GetUtcNow() - Kept);
        foreach (var file in Directory.GetFiles(folder, Prefix + "*" + End))
            if (string.CompareOrdinal(Path.GetFileName(file), oldest) < 0) File.Delete(file);
        return new(folder);
    }

    /// <summary>Notes a decision; returns at once and never throws.</summary>
    public void Note(EgressDecision decision)
    {
        if (!_waiting.Writer.TryWrite(decision)) Interlocked.Increment(ref _lost);
    }

    /// <summary>Writes what waits.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writing;
    }

    private async Task WriteAsync()
    {
        while (await _waiting.Reader.WaitToReadAsync())
        {
            var day = new List<EgressDecision>();
            while (_waiting.Reader.TryPeek(out var next) && (day.Count == 0 || next.At.UtcDateTime.Date == day[0].At.UtcDateTime.Date) && _waiting.Reader.TryRead(out next)) day.Add(next);
            try
            {
                await File.AppendAllLinesAsync(Path.Combine(_folder, NameOf(day[0].At)), day.Select(Line));
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                Interlocked.Add(ref _lost, day.Count);
            }
        }
    }

    private static string NameOf(DateTimeOffset at) => Prefix + at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + End;

    private static string Line(EgressDecision decision) => JsonText.Of(decision, static (json, line) =>
    {
        json.WriteStartObject();
        json.WriteString("at"u8, line.At);
        json.WriteString("source"u8, line.SourceId);
        json.WriteString("host"u8, line.Host);
        json.WriteNumber("port"u8, line.Port);
        json.WriteString("address"u8, line.Address?.ToString());
        json.WriteString("refusal"u8, line.Refusal);
        json.WriteEndObject();
    });
}
