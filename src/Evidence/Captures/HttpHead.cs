using System.Globalization;
using System.Text;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Evidence;

/// <summary>Writes the head of an HTTP message for a record's block.</summary>
internal static class HttpHead
{
    /// <summary>Under this prefix stand headers that no longer fit the body as kept; replay tools know it.</summary>
    private const string Original = "X-Archive-Orig-";

    /// <param name="status">HTTP status.</param>
    /// <param name="version">HTTP version as spoken.</param>
    /// <param name="headers">Received, in order.</param>
    /// <param name="bodyLength">Bytes of the body as kept.</param>
    /// <param name="contentDecoded">The content coding is off the body.</param>
    /// <param name="reconstruction">What was changed is added here.</param>
    public static byte[] Response(int status, string version, IReadOnlyList<HeaderField> headers, int bodyLength, bool contentDecoded, ISet<string> reconstruction)
    {
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/{(version is "1.0" ? version : "1.1")} {status} {Reason(status)}\r\n");
        reconstruction.Add(version is "1.0" or "1.1" ? Reconstruction.Head : Reconstruction.Http2);
        var lengthStands = false;
        foreach (var (name, value) in headers)
        {
            var kept = name;
            if (name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase))
            {
                kept = Original + name;
                reconstruction.Add(Reconstruction.TransferDecoded);
            }
            else if (contentDecoded && name.Equals("Content-Encoding", StringComparison.OrdinalIgnoreCase))
            {
                kept = Original + name;
                reconstruction.Add(Reconstruction.ContentDecoded);
            }
            else if (name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                var fits = !lengthStands && value.Trim() == bodyLength.ToString(CultureInfo.InvariantCulture);
                if (!fits) kept = Original + name;
                lengthStands |= fits;
            }

            Append(head, kept, value);
        }

        if (!lengthStands && bodyLength > 0) head.Append(CultureInfo.InvariantCulture, $"Content-Length: {bodyLength}\r\n");
        return Encoding.UTF8.GetBytes(head.Append("\r\n").ToString());
    }

    public static byte[] Request(Uri target, IReadOnlyList<HeaderField> headers)
    {
        var head = new StringBuilder("GET ").Append(target.PathAndQuery).Append(" HTTP/1.1\r\n");
        // HTTP/2 has it as :authority, and HTTP/1.1 is nothing without it.
        if (!headers.Any(field => field.Name.Equals("Host", StringComparison.OrdinalIgnoreCase))) Append(head, "Host", target.Authority);
        foreach (var (name, value) in headers)
            if (!name.StartsWith(':')) Append(head, name, value);
        return Encoding.UTF8.GetBytes(head.Append("\r\n").ToString());
    }

    private static void Append(StringBuilder head, string name, string value) =>
        head.Append(name).Append(": ").Append(value.ReplaceLineEndings(" ").Replace('\0', ' ').Replace('\v', ' ')).Append("\r\n");

    private static string Reason(int status) => status switch
    {
        200 => "OK",
        206 => "Partial Content",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        403 => "Forbidden",
        404 => "Not Found",
        410 => "Gone",
        _ => ((System.Net.HttpStatusCode)status).ToString(),
    };
}
