using Signalbox.Engine.Secrets;

namespace Signalbox.Unit.Dashboard.Hosting;

/// <summary>Nobody holds a step that has secrets.</summary>
internal sealed class NobodysSecrets : IHeldSecrets
{
    public Task<string> MaskAsync(string by, string text, CancellationToken cancellationToken) => Task.FromResult(text);
}
