/* In the kernel an #ifdef may remove the last statement. */
void code(int skip)
{
	if (skip)
		goto out;
out:
}
