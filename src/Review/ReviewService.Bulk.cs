using System.Security.Cryptography;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Review;

/// <content>Many items at once.</content>
public sealed partial class ReviewService
{
    // A preview is good for this run of the program: after a restart it is made again, which costs a click.
    private readonly byte[] _sealKey = RandomNumberGenerator.GetBytes(32);

    /// <summary>What a decision about many items would do, item by item, without doing it. Items the actor does not see are not named.</summary>
    public async Task<BulkPreview> PreviewAsync(BulkCommand command, Actor actor, CancellationToken cancellationToken)
    {
        var rows = new List<BulkRow>();
        foreach (var id in command.ItemIds.Distinct().Take(_settings.MostAtOnce))
        {
            if (await PeekAsync(id, actor, cancellationToken) is { } entry) rows.Add(new(entry, EffectOn(entry.Item, command.Kind, actor)));
        }

        var faults = actor.MayDecide ? FaultsOf(new(Guid.Empty, command.Kind, command.Codes, command.Reason, command.WaitUntil)) : [];
        var preview = new BulkPreview(rows, faults, null);
        return faults.Count == 0 && actor.MayDecide && preview.Stamps.Count > 0 ? preview with { Seal = Seal(actor, command, preview.Stamps) } : preview;
    }

    /// <summary>
    /// Does what a preview showed: the sealed items at the sealed revisions and no others. What changed meanwhile is left out and said.
    /// Null when the seal does not fit what is asked.
    /// </summary>
    public async Task<BulkResult?> DecideManyAsync(BulkCommand command, IReadOnlyList<string> stamps, string seal, Actor actor, CancellationToken cancellationToken)
    {
        var expected = Convert.FromHexString(Seal(actor, command, stamps));
        if (!actor.MayDecide || stamps.Count == 0 || !TryReadSeal(seal, out var given) || !CryptographicOperations.FixedTimeEquals(expected, given)) return null;

        var rows = new List<BulkRow>();
        foreach (var stamp in stamps)
        {
            if (BulkStamp.Read(stamp) is not { } seen || await PeekAsync(seen.Id, actor, cancellationToken) is not { } entry) continue;
            var result = await DecideAsync(new(seen.Id, command.Kind, command.Codes, command.Reason, command.WaitUntil, SeenRevision: seen.Revision), actor, cancellationToken);
            rows.Add(new(entry, result switch
            {
                DecideResult.Decided => BulkEffect.Decided,
                DecideResult.NeedsApproval => BulkEffect.AsksSecondPerson,
                DecideResult.LeasedBy => BulkEffect.HeldByOther,
                _ => BulkEffect.Changed,
            }));
        }
        return new(rows);
    }

    private BulkEffect EffectOn(ReviewItem item, DecisionKind kind, Actor actor)
    {
        if (!item.IsOpen || AwaitsApproval(item)) return BulkEffect.NotOpen;
        if (HeldByOther(item, actor)) return BulkEffect.HeldByOther;
        if (item.IsBlind) return BulkEffect.Blind;
        return kind == DecisionKind.Dismiss && item.Priority >= _settings.HighPriority ? BulkEffect.AsksSecondPerson : BulkEffect.Decided;
    }

    private string Seal(Actor actor, BulkCommand command, IEnumerable<string> stamps) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_sealKey, BulkStamp.Sealed(actor.Name, command, stamps)));

    private static bool TryReadSeal(string seal, out byte[] bytes)
    {
        bytes = seal.Length == 2 * SHA256.HashSizeInBytes && seal.All(char.IsAsciiHexDigit) ? Convert.FromHexString(seal) : [];
        return bytes.Length > 0;
    }
}
