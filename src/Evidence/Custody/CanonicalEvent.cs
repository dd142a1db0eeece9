using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Ecom389.Monitor.Evidence.Custody;

/// <summary>
/// Spells an event as <see cref="CanonicalJson"/> spells <see cref="CustodyEvent.ToJson"/>, byte for byte, without making the tree: every
/// captured page is an event.
/// </summary>
internal static class CanonicalEvent
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(code => (char)code), '"', '\\']);

    public static void Write(CustodyEvent custodyEvent, IBufferWriter<byte> output)
    {
        var (entry, comma) = (custodyEvent.Entry, false);
        output.Write("{"u8);
        if (entry.Artefacts.Count > 0)
        {
            output.Write("\"artefacts\":["u8);
            for (var i = 0; i < entry.Artefacts.Count; i++) Artefact(entry.Artefacts[i], i > 0, output);
            output.Write("]"u8);
            comma = true;
        }

        Number(comma ? ",\"at\":"u8 : "\"at\":"u8, custodyEvent.At, output);
        if (custodyEvent.Clock is { } clock) Number(",\"clock\":"u8, clock, output);
        if (entry.Details is { Count: > 0 } details) Details(details, output);
        if (entry.Reason is { } reason) Text(",\"reason\":"u8, reason, output);
        Number(",\"sequence\":"u8, custodyEvent.Sequence, output);
        Text(",\"subject\":"u8, entry.Subject, output);
        Text(",\"what\":"u8, entry.What, output);
        Text(",\"who\":"u8, entry.Who, output);
        Text(",\"writer\":"u8, custodyEvent.Writer, output);
        output.Write("}"u8);
    }

    private static void Artefact(CustodyArtefact artefact, bool comma, IBufferWriter<byte> output)
    {
        Text(comma ? ",{\"file\":"u8 : "{\"file\":"u8, artefact.File, output);
        Number(",\"length\":"u8, artefact.Length, output);
        Number(",\"offset\":"u8, artefact.Offset, output);
        Text(",\"sha256\":"u8, artefact.Sha256, output);
        output.Write("}"u8);
    }

    private static void Details(IReadOnlyDictionary<string, string> details, IBufferWriter<byte> output)
    {
        output.Write(",\"details\":{"u8);
        var comma = false;
        foreach (var (name, value) in details.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Text(comma ? ","u8 : default, name, output);
            Text(":"u8, value, output);
            comma = true;
        }

        output.Write("}"u8);
    }

    private static void Number(ReadOnlySpan<byte> before, long value, IBufferWriter<byte> output)
    {
        output.Write(before);
        Utf8Formatter.TryFormat(value, output.GetSpan(20), out var written);
        output.Advance(written);
    }

    private static void Text(ReadOnlySpan<byte> before, string value, IBufferWriter<byte> output)
    {
        output.Write(before);
        if (value.AsSpan().ContainsAny(Escaped))
        {
            output.Write(CanonicalJson.Write(value));
            return;
        }

        output.Write("\""u8);
        Encoding.UTF8.GetBytes(value, output);
        output.Write("\""u8);
    }
}
