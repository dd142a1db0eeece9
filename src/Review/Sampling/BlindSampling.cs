using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Ecom389.Monitor.Review;

/// <summary>
/// Draws unflagged listings at random into the queue, so that recall is measured and not believed. They are read blind, and so is a
/// share of the flagged ones, so that reading blind tells nobody which is which. Which listing is drawn depends on the seed and the
/// listing's identity alone: the same at every visit, by every machine.
/// </summary>
public sealed record BlindSampling
{
    /// <summary>Share of unflagged listings drawn, 0 to 1; 0 draws none.</summary>
    public double Rate { get; init; }

    /// <summary>Share of flagged listings read blind beside them, 0 to 1.</summary>
    public double ControlRate { get; init; }

    /// <summary>Changed when a new sample is wanted.</summary>
    public string Seed { get; init; } = "";

    /// <summary>Where in the queue's order drawn ones are put: a value drawn evenly between these.</summary>
    public double LowestValue { get; init; } = 0.05;

    public double HighestValue { get; init; } = 0.6;

    /// <summary>Draws nothing.</summary>
    public static BlindSampling None { get; } = new();

    /// <summary>True when the unflagged listing is drawn.</summary>
    public bool Draws(string identity) => Rate > 0 && Chance("sample", identity) < Rate;

    /// <summary>True when the flagged listing is read blind.</summary>
    public bool Controls(string identity) => ControlRate > 0 && Chance("control", identity) < ControlRate;

    /// <summary>The value a blind item stands at in the queue.</summary>
    public double PlaceOf(string identity) => LowestValue + ((HighestValue - LowestValue) * Chance("place", identity));

    /// <summary>An even number in [0, 1) from the seed, the purpose and the identity.</summary>
    private double Chance(string purpose, string identity)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{Seed}\n{purpose}\n{identity}"), hash);
        // 53 bits: what a double holds exactly.
        return (BinaryPrimitives.ReadUInt64BigEndian(hash) >> 11) * (1.0 / (1ul << 53));
    }
}
