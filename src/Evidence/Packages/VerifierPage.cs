using Ecom389.Monitor.Evidence.Packages.Record;

namespace Ecom389.Monitor.Evidence.Packages;

/// <summary>
/// The verifier that travels inside every package: one HTML file that needs no network, no server and nothing of ours. Opened
/// from a disk it reads the package a person drops on it and names what is broken. Its parts are files one can read.
/// </summary>
public static class VerifierPage
{
    private static readonly string[] Scripts = ["words.js", "bytes.js", "sha256.js", "sha512.js", "p256.js", "rsa.js", "zip.js", "json.js", "files.js", "chains.js", "anchors.js", "timestamp.js", "verify.js", "page.js"];

    /// <summary>The page.</summary>
    public static string Html() => Template.Resource("verifier/page.html")
        .Replace("/*STYLE*/", Template.Resource("verifier/page.css"), StringComparison.Ordinal)
        .Replace("/*SCRIPT*/", string.Concat(Scripts.Select(name => Template.Resource("verifier/" + name) + "\n")), StringComparison.Ordinal);
}
