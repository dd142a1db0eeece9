using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence.Custody;

namespace Ecom389.Monitor.Evidence.Anchoring;

/// <summary>Copies anchors into a folder outside the store: another machine's share, write-once media. A copy there is never replaced.</summary>
public sealed class FileDrop : IAnchorDestination
{
    private readonly string _folder;

    public FileDrop(string folder) => _folder = folder;

    /// <inheritdoc />
    public string Name => "drop-" + ContentHash.Of(Path.GetFullPath(_folder))[..8];

    /// <inheritdoc />
    public async Task<ReadOnlyMemory<byte>> DeliverAsync(Anchor anchor, CancellationToken cancellationToken)
    {
        var file = Path.Combine(_folder, $"ecom389-anchor-{anchor.Name}.json");
        try
        {
            Directory.CreateDirectory(_folder);
            if (!File.Exists(file)) PublicFiles.WriteNew(file, anchor.Encode());
            else if (!(await File.ReadAllBytesAsync(file, cancellationToken)).AsSpan().SequenceEqual(anchor.Encode()))
                throw new AnchorNotDeliveredException($"{file} holds another anchor of this number: one of the two was rewritten");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new AnchorNotDeliveredException(exception.Message, exception);
        }

        return default;
    }
}
