using System.Text.Json.Serialization;

namespace Signalbox.Dashboard.Hosting;

/// <summary>What <c>/version</c> answers.</summary>
/// <param name="Name">Always <c>signalbox</c>.</param>
/// <param name="Version">Version of the product.</param>
/// <param name="Proof">The answer to the nonce of the request; absent when there was none.</param>
internal sealed record ServerVersion(string Name, string Version, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Proof);
