using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Ecom389.Monitor.Crawling;

/// <summary>Takes every certificate and remembers what was wrong with it, host by host.</summary>
internal sealed class TlsObserver(X509Certificate2Collection? extraRoots)
{
    private readonly ConcurrentDictionary<string, string> _problems = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What was wrong with a host's certificate at the last handshake, or null.</summary>
    public string? ProblemOf(string host) => _problems.GetValueOrDefault(host);

    public bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (sender is not SslStream { TargetHostName: { } host }) return true;
        if (errors == SslPolicyErrors.RemoteCertificateChainErrors && certificate is X509Certificate2 leaf && HoldsUnderExtraRoots(leaf, chain)) errors = SslPolicyErrors.None;
        if (errors == SslPolicyErrors.None)
        {
            _problems.TryRemove(host, out _);
            return true;
        }

        var states = chain?.ChainStatus.Select(status => status.Status.ToString()).Distinct(StringComparer.Ordinal) ?? [];
        _problems[host] = string.Join(", ", [errors.ToString(), .. states]);
        return true;
    }

    private bool HoldsUnderExtraRoots(X509Certificate2 leaf, X509Chain? sent)
    {
        if (extraRoots is not { Count: > 0 }) return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(extraRoots);
        // An internal CA's revocation list is seldom reachable from where the crawler runs.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        if (sent is not null) chain.ChainPolicy.ExtraStore.AddRange(sent.ChainElements.Select(element => element.Certificate).ToArray());
        return chain.Build(leaf);
    }
}
