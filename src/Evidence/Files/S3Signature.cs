using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Ecom389.Monitor.Evidence.Files;

/// <summary>Who asks an S3 store.</summary>
/// <param name="KeyId">Access key id.</param>
/// <param name="Secret">Its secret.</param>
/// <param name="Region">For instance <c>us-east-1</c>, which stores without regions take too.</param>
public sealed record S3Credentials(string KeyId, string Secret, string Region)
{
    /// <summary>Without the secret.</summary>
    public override string ToString() => $"{KeyId} {Region}";
}

/// <summary>Signs requests as Amazon's "Signature Version 4" (AWS4-HMAC-SHA256) says; its own examples are in the tests.</summary>
internal static class S3Signature
{
    /// <summary>SHA-256 of nothing.</summary>
    public const string Empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /// <summary>Adds date, hash of the body and authorization to a request. Every header it has by then, but those of the body, is signed.</summary>
    /// <param name="payloadSha256">Of the body, lower-case hexadecimal.</param>
    public static void Sign(HttpRequestMessage request, string payloadSha256, S3Credentials credentials, DateTimeOffset now)
    {
        var uri = request.RequestUri!;
        var stamp = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var scope = $"{stamp[..8]}/{credentials.Region}/s3/aws4_request";
        request.Headers.TryAddWithoutValidation("x-amz-date", stamp);
        request.Headers.TryAddWithoutValidation("x-amz-content-sha256", payloadSha256);
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["host"] = uri.IsDefaultPort ? uri.Host : uri.Authority };
        foreach (var (name, values) in request.Headers) headers[name.ToLowerInvariant()] = string.Join(',', values).Trim();
        var names = string.Join(';', headers.Keys);
        var canonical = new StringBuilder()
            .Append(request.Method.Method).Append('\n')
            .Append(uri.AbsolutePath).Append('\n')
            .Append(Query(uri)).Append('\n');
        foreach (var (name, value) in headers) canonical.Append(name).Append(':').Append(value).Append('\n');
        canonical.Append('\n').Append(names).Append('\n').Append(payloadSha256);
        var toSign = $"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical.ToString())))}";
        var key = Encoding.UTF8.GetBytes("AWS4" + credentials.Secret);
        foreach (var part in scope.Split('/')) key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)));
        request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential={credentials.KeyId}/{scope},SignedHeaders={names},Signature={signature}");
    }

    // Sorted, and a name without a value has an empty one.
    private static string Query(Uri uri) => string.Join('&', uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(part => part.Contains('=', StringComparison.Ordinal) ? part : part + "=").Order(StringComparer.Ordinal));
}
