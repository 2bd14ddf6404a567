using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Runs.Export;

/// <summary>What the parts of an imported run need to know of it.</summary>
/// <param name="Id">Its new id.</param>
/// <param name="Directory">Its folder.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Now">The time of the import: nothing in it is later.</param>
internal sealed record ImportTarget(RunId Id, string Directory, DateTimeOffset Created, DateTimeOffset Now);
