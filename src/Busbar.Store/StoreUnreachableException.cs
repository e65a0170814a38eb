namespace Busbar.Store;

/// <summary>
/// The database can't be used at all: it isn't there, doesn't answer, isn't Busbar's, is newer than this program, or
/// its disk is full. The message is a sentence for the user, without the password. The door ends with exit code 4.
/// </summary>
public sealed class StoreUnreachableException(string message, Exception? cause = null) : Exception(message, cause);
