using Ecom389.Monitor.Commands;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence.Custody;

namespace Ecom389.Monitor.Pipeline;

/// <summary>
/// Puts down what people read on the site. The site has no signing key: its chain is sealed by whoever holds the key. The chain
/// is opened for each read, which people do a few times an hour, so that nothing is held while nobody reads.
/// </summary>
internal sealed class SiteCustody
{
    private readonly CustodyFolder _custody;
    private readonly Pseudonyms _people;
    private readonly TimeProvider _time;

    public SiteCustody(Installation installation, TimeProvider time)
    {
        _custody = new CustodyFolder(installation.Custody);
        _people = new Pseudonyms(installation.CustodySalts);
        _time = time;
    }

    /// <inheritdoc cref="Web.CaptureReadRecorder"/>
    public async Task RecordReadAsync(string person, CaptureReference capture, Guid itemId, CancellationToken cancellationToken)
    {
        await using var log = CustodyLog.Open(_custody, "site", _time);
        await log.AppendAsync(
            new CustodyEntry(CustodyActions.Read, _people.Of(person), $"capture:{capture.Id:D}") { Details = new Dictionary<string, string>(StringComparer.Ordinal) { ["item"] = itemId.ToString("D") } },
            cancellationToken);
    }
}
