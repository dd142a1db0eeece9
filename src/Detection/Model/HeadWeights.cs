namespace Ecom389.Monitor.Detection.Model;

/// <summary>A linear head over the hashed features: a weight for each bucket (0 where unknown) and a bias.</summary>
/// <param name="Name">What it looks for: <c>listing</c>, <c>segment</c>, or a violation code.</param>
/// <param name="Weights">By bucket; already multiplied with the bucket's scale.</param>
public sealed record HeadWeights(string Name, float[] Weights, float Bias);
